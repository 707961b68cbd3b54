"""How cost grows: powers of x fitted to the benchmarks growth/<name>/<variable>:<x> of bench/growth_bench.cpp."""
import math
import re

from harness import sides

NAME = re.compile(r"^growth/(?P<name>[^/]+)/(?P<variable>\w+):(?P<x>\d+)$")

# Of each benchmark: title, the exponent that the cost has for large x, and what a reader must know of it.
KNOWN = {
    "flow.width": ("Gradient flow: one step, dim 32, 5 examples", 1.0,
                   "The start and one step. Wide networks leave the caches: copies of the parameters count in seconds, "
                   "not in operations."),
    "flow.examples": ("Gradient flow: one step, dim 32, width 10000", 2.0,
                      "The start and one step. With few examples the passes through the network, which grow linearly, "
                      "and copies of its parameters, which do not grow, weigh as much as the kernel."),
    "descent.width": ("Gradient descent: a step, dim 32, 5 examples", 1.0,
                      "Single precision; wide networks leave the caches."),
    "descent.examples": ("Gradient descent: a step, dim 32, width 1000", 1.0,
                         "Single precision. The weights are read and written once a step, whatever the examples."),
    "batches.depth": ("Training by batches: 200 steps, 3072 inputs, width 128, 100 pictures", 1.0,
                      "1 is the limit of deep networks: the first and the last layer, 3072 x 128 each, are as dear as "
                      "48 layers between, so that the exponent of the operations is the one to compare with. "
                      "Operations are those of all units; units that are off are passed over."),
    "spectra.depth": ("Eigenvalues of the Jacobian at 100 pictures: 3072 inputs, width 128", 1.0,
                      "1 is the limit of deep networks; the first and the last layer and the eigenvalues do not grow "
                      "with the depth. The matrix whose eigenvalues are taken has a side of the fewest units on in any "
                      "layer, which falls with the depth, and its eigenvalues cost more seconds an operation than "
                      "products do: seconds grow less than operations. Operations are those of the units that are on."),
    "spectra.width": ("Eigenvalues of the Jacobian at 100 pictures: 3072 inputs, 3 hidden layers", 3.0,
                      "3 is the limit of wide networks, by eigenvalues and products of w x w; products with the 3072 "
                      "inputs grow with w^2 and weigh more here. Operations are those of the units that are on."),
}


def line(points):
    """Slope of log y over log x by least squares, and its standard error (None for two points, which fit exactly)."""
    if len({x for x, _ in points}) < 2:
        raise sides.Failed("a power of x needs two different x to be fitted to")
    if any(not (x > 0 and 0 < y < math.inf) for x, y in points):
        raise sides.Failed(f"a power of x needs positive numbers to be fitted to, not {points}")
    logs = [(math.log(x), math.log(y)) for x, y in points]
    count = len(logs)
    middle_x, middle_y = (sum(column) / count for column in zip(*logs))
    spread = sum((x - middle_x) ** 2 for x, _ in logs)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in logs) / spread
    if count == 2:
        return slope, None
    left = sum((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in logs)
    return slope, math.sqrt(left / (count - 2) / spread)


def read(benchmarks):
    """What one round measured: {(name, variable): {x: (seconds, operations)}}."""
    found = {}
    for benchmark in benchmarks:
        parts = NAME.match(benchmark["name"])
        if not parts or parts["name"] not in KNOWN:
            raise sides.Failed(f"{benchmark['name']}: is no growth/NAME/VARIABLE:X with a NAME of {', '.join(KNOWN)}")
        if "operations" not in benchmark:
            raise sides.Failed(f"{benchmark['name']}: has no counter `operations`")
        curve = found.setdefault((parts["name"], parts["variable"]), {})
        curve[int(parts["x"])] = (sides.seconds_of(benchmark), benchmark["operations"])
    return found


def entries(rounds):
    """The page's entries from what the rounds measured: the least time of each point, and the exponents."""
    result = []
    for name, variable in rounds[0]:
        curves = [measured[name, variable] for measured in rounds]
        points = [[x, min(curve[x][0] for curve in curves)] for x in sorted(curves[0])]
        title, theory, note = KNOWN[name]
        try:
            exponent, standard_error = line(points)
            operations, _ = line([[x, curves[0][x][1]] for x, _ in points])
        except sides.Failed as error:
            raise sides.Failed(f"{name}: {error}") from error
        result.append({"name": name, "title": title, "variable": variable, "points": points, "exponent": exponent,
                       "standard_error": standard_error, "operations": operations, "theory": theory, "note": note})
    return result


def measure(program, core, rounds=3, only=None):
    """The entries of `only` (names; None: all). Each round goes over all x once, so that what disturbs the machine for
    a while disturbs one round and not one point."""
    names = list(KNOWN if only is None else only)
    unknown = [name for name in names if name not in KNOWN]
    if unknown:
        raise sides.Failed(f"{unknown[0]}: is no growth that is known; known: {', '.join(KNOWN)}")
    fits = f"^growth/({'|'.join(map(re.escape, names))})/"
    return entries([read(sides.ours(program, fits, core)) for _ in range(rounds)])
