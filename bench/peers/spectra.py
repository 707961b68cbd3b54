"""Eigenvalues of a network's full Jacobian at its first pictures, by NumPy: the Jacobian from the layers' product in
double precision (cheap beside its eigenvalues), all of its eigenvalues by numpy.linalg.eigvals. ReLU on every layer.
Prints seconds for one picture (the least of those looked at) and largest_eigenvalue at the first.
--pictures: how many are looked at; --corner K: eigenvalues of the first K rows and columns only, to try kernels."""
import time

import numpy

import task


def jacobian(weights, biases, x):
    whole, h = None, x
    for weight, bias in zip(weights, biases):
        z = weight @ h + bias
        rows = (z > 0)[:, None] * weight
        whole = rows if whole is None else rows @ whole
        h = numpy.maximum(z, 0)
    return whole


def main():
    options = task.arguments(__doc__, pictures=1, corner=0)
    folder = options.folder
    layers = range(task.Task(folder).layers)
    weights = [numpy.load(folder / f"weight_{i}.npy") for i in layers]
    biases = [numpy.load(folder / f"bias_{i}.npy").flatten() for i in layers]
    seconds, largest = [], []
    for x in numpy.load(folder / "inputs.npy")[:options.pictures]:
        start = time.perf_counter()
        full = jacobian(weights, biases, x)
        if options.corner:
            full = full[:options.corner, :options.corner]
        largest.append(float(numpy.abs(numpy.linalg.eigvals(full)).max()))
        seconds.append(time.perf_counter() - start)
    task.report(seconds=min(seconds), largest_eigenvalue=largest[0])


if __name__ == "__main__":
    main()
