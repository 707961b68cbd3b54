"""Reads what basin_tasks wrote, and what every peer does with it: prepare PyTorch, look at a trained network."""
import argparse
import json
import math
import pathlib
import sys

import numpy
import torch


def arguments(description, **options):
    """The folder of the task, and further options by name and default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=pathlib.Path)
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    return parser.parse_args()


class Task:
    """A problem as tensors of a precision; `setting` is its task.json."""

    def __init__(self, folder, precision=torch.float32):
        self.folder, self.precision = folder, precision
        self.setting = json.loads((folder / "task.json").read_text())
        self.activations = self.setting["activations"]
        self.scales = self.setting["scales"]
        self.layers = len(self.activations)
        self.weights = [self.array(f"weight_{i}") for i in range(self.layers)]
        self.biases = [self.array(f"bias_{i}").flatten() for i in range(self.layers)] if self.setting["bias"] else []
        self.inputs, self.targets = self.array("inputs"), self.array("targets")
        self.order = torch.from_numpy(numpy.load(folder / "order.npy"))

    def array(self, name):
        return torch.from_numpy(numpy.ascontiguousarray(numpy.load(self.folder / f"{name}.npy"))).to(self.precision)


def one_thread():
    """Denormal numbers are flushed: with them training by batches is twenty times slower."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)


def eigenvalues(model, x):
    """Those of the model's input-output Jacobian at x, by autograd and NumPy."""
    jacobian = torch.autograd.functional.jacobian(lambda v: model(v[None])[0], x)
    return numpy.linalg.eigvals(jacobian.double().numpy())


def largest_eigenvalue(model, inputs):
    """The largest |eigenvalue| over the inputs."""
    return max(float(numpy.abs(eigenvalues(model, x)).max()) for x in inputs)


def bulk_eigenvalue(model, x):
    """The largest |eigenvalue| at x of those that are not within .07 of 1."""
    found = eigenvalues(model, x)
    return float(numpy.abs(found[numpy.abs(found - 1) >= 0.07]).max(initial=0.0))


def require_fast_products():
    """Debian's reference BLAS and LAPACK are many times slower than what users have; ratios to them would flatter."""
    loaded = pathlib.Path("/proc/self/maps").read_text()
    for library in ("/blas/libblas.so", "/lapack/liblapack.so"):
        if library in loaded:
            sys.exit(f"{library} is in use, the plain reference; choose OpenBLAS by update-alternatives")


def report(**results):
    """Prints them as one JSON object; what is no number as null."""
    require_fast_products()
    print(json.dumps({name: value if math.isfinite(value) else None for name, value in results.items()}))
