"""One comparison: both sides in turn, A B A B, their results held against each other, the ratio with its spread."""
import dataclasses
import pathlib
import statistics
import tomllib

from harness import sides

FILE = pathlib.Path(__file__).resolve().parent.parent / "comparisons.toml"


@dataclasses.dataclass
class Comparison:
    """A table of comparisons.toml, which says what the fields mean."""
    name: str
    title: str
    case: str
    against: str
    ours: str
    task: str = ""
    script: str = ""
    arguments: list = dataclasses.field(default_factory=list)
    check: list = dataclasses.field(default_factory=list)
    calibrate: list = dataclasses.field(default_factory=list)
    times: float = 1.0
    steps_by_rate: bool = False
    counters: bool = False
    goal: dict = dataclasses.field(default_factory=dict)
    agree: dict = dataclasses.field(default_factory=dict)
    smoke: dict = dataclasses.field(default_factory=dict)
    note: str = ""


def read_comparisons(file=FILE):
    """All of them, in the order of the file."""
    with open(file, "rb") as text:
        return [Comparison(**table) for table in tomllib.load(text)["comparison"]]


@dataclasses.dataclass
class Bench:
    """What measures: our program, the folder with the tasks' files, the core, the kernels to try, the peers' Python."""
    program: str
    tasks: pathlib.Path
    core: int
    kernels: tuple
    python: str


def run_ours(comparison, bench, kernels=""):
    """Our benchmark, once."""
    return sides.ours(bench.program, f"^{comparison.ours}$", bench.core, kernels=kernels)[0]


def run_theirs(comparison, bench, kernels, more):
    """The peer, once: what it printed."""
    return sides.theirs(comparison.script, [bench.tasks / comparison.task, *more], bench.core, kernels, bench.python)


def fastest_kernels(comparison, bench, tries=3):
    """The OpenBLAS kernels with which the other side is fastest, by the least of a few tries in turn; those that this
    processor cannot run are left out."""
    if len(bench.kernels) == 1:
        return bench.kernels[0]
    seconds, problem = {}, None
    for kernels in tries * bench.kernels:
        try:
            if comparison.counters:
                took = run_ours(comparison, bench, kernels)["bound"]
            else:
                took = run_theirs(comparison, bench, kernels, comparison.calibrate)["seconds"]
            seconds[kernels] = min(took, seconds.get(kernels, took))
        except sides.Failed as error:
            problem = error
    if not seconds:
        raise problem
    return min(seconds, key=seconds.get)


def their_seconds(comparison, theirs, ours, rate):
    """What the peer took, or would take, for our work."""
    if comparison.steps_by_rate:
        return theirs["seconds"] / theirs["steps"] * ours["time"] / rate
    return theirs["seconds"] * comparison.times


def difference(a, b):
    """Relative to the larger."""
    return abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0


def agreement(agree, ours, theirs):
    """What both reached, by quantity; `agree` has the relative tolerances. What a side could not give is None, and
    equals nothing."""
    found = {}
    for quantity, tolerance in agree.items():
        a, b = ours.get(quantity), theirs.get(quantity)
        equal = a is not None and b is not None and difference(a, b) <= tolerance
        found[quantity] = {"quantity": quantity, "ours": a, "theirs": b, "tolerance": tolerance, "equal": equal}
    return found


def worst(found, again):
    """Of two rounds, for each quantity the one that is not equal, or where both are the later."""
    return {quantity: one if not one["equal"] else again.get(quantity, one) for quantity, one in found.items()}


def words(comparison):
    """What it is, for whoever reads the results."""
    return {key: getattr(comparison, key) for key in ("name", "title", "case", "against")}


def try_once(comparison, bench):
    """The smoke run: what both sides reached, nothing timed. In the form of the results."""
    theirs = run_theirs(comparison, bench, bench.kernels[0], comparison.smoke["arguments"])
    agree = {quantity: comparison.agree[quantity] for quantity in comparison.smoke["agree"]}
    return {**words(comparison), "agreement": list(agreement(agree, run_ours(comparison, bench), theirs).values())}


def met(goal, ratio, agreed=()):
    """Whether a ratio meets its goal, both sides having reached the same; None where none was set."""
    if not goal:
        return None
    reached = ratio >= goal["at_least"] if "at_least" in goal else ratio <= goal["at_most"]
    return reached and all(found["equal"] for found in agreed)


def measure(comparison, bench, rounds, rate=None):
    """The report's entry. `rate`: the task's learning rate, where seconds follow from it."""
    kernels = fastest_kernels(comparison, bench)
    our_seconds, other_seconds, agreed, label = [], [], {}, ""
    for number in range(rounds):
        if comparison.counters:
            ours = run_ours(comparison, bench, kernels)
            our_seconds.append(1e-6 * ours["step"])
            other_seconds.append(1e-6 * ours["bound"])
            label = ours.get("label", "")
            continue
        ours = run_ours(comparison, bench)
        more = comparison.arguments + (comparison.check if number == 0 else [])
        theirs = run_theirs(comparison, bench, kernels, more)
        our_seconds.append(sides.seconds_of(ours))
        other_seconds.append(their_seconds(comparison, theirs, ours, rate))
        if number == 0:
            agreed = agreement(comparison.agree, ours, theirs)
        else:  # what is only given for `check` was looked at in the first
            given = {quantity: tolerance for quantity, tolerance in comparison.agree.items() if quantity in theirs}
            agreed = worst(agreed, agreement(given, ours, theirs))
    at_most = "at_most" in comparison.goal or comparison.counters
    ratios = [a / b if at_most else b / a for a, b in zip(our_seconds, other_seconds)]
    ratio = statistics.median(ratios)
    return {**words(comparison), "rounds": rounds, "ratio": ratio, "lowest": min(ratios), "highest": max(ratios),
            "goal": next(iter(comparison.goal.values()), None), "sense": "at_most" if at_most else "at_least",
            "met": met(comparison.goal, ratio, agreed.values()), "ours": statistics.median(our_seconds),
            "theirs": statistics.median(other_seconds), "kernels": " of ".join(filter(None, (kernels, label))),
            "agreement": list(agreed.values()),
            "note": comparison.note}
