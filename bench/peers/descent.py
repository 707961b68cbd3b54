"""The descent loop of a two-layer sigmoid autoencoder in eager PyTorch, on one core: what a user would write.

Same problem as bench/training_bench.cpp: dim 32, examples of norm 5, NTK scaling, half-sum loss, SGD. Prints one JSON
object: steps a second by number of examples.
"""
import argparse
import json
import time

import torch


def steps_per_second(examples, dim=32, width=1000, steps=1000):
    torch.manual_seed(0)
    x = torch.randn(examples, dim)
    x = 5 * x / x.norm(dim=1, keepdim=True)
    first = torch.randn(width, dim, requires_grad=True)
    last = torch.randn(dim, width, requires_grad=True)
    optimizer = torch.optim.SGD([first, last], lr=0.01)

    def step():
        optimizer.zero_grad()
        outputs = torch.sigmoid(x @ first.t() * dim**-0.5) @ last.t() * width**-0.5
        loss = ((outputs - x) ** 2).sum() / (2 * examples)
        loss.backward()
        optimizer.step()

    for _ in range(100):
        step()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return steps / (time.perf_counter() - start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, nargs="+", default=[1, 5, 20])
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(json.dumps({str(n): steps_per_second(n) for n in options.examples}))
