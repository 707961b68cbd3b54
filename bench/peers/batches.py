"""Training of strandqvist2020's networks by batches in eager PyTorch, on one core: what a user would write.

Same problem as batch_epochs in bench/batch_step_bench.cpp: 3072 inputs, 11 hidden layers, ReLU everywhere, biases, 100
random pictures in shuffled batches of 32, 32, 32, 4, RMSprop with epsilon inside the root. Prints one JSON object: steps
a second by width. Denormal numbers are flushed: without that PyTorch is another twenty times slower here.
"""
import argparse
import json
import math
import time

import torch


def steps_per_second(width, depth=11, epochs=15):
    torch.manual_seed(0)
    pictures = torch.rand(100, 3072)
    sides = [3072] + [width] * depth + [3072]
    weights, biases = [], []
    for fan_in, fan_out in zip(sides, sides[1:]):
        deviation = math.sqrt(2 / (fan_in + fan_out))
        weight = torch.empty(fan_out, fan_in)
        torch.nn.init.trunc_normal_(weight, 0, deviation, -2 * deviation, 2 * deviation)
        weights.append(weight.requires_grad_())
        biases.append(torch.zeros(fan_out, requires_grad=True))
    parameters = weights + biases
    squares = [torch.zeros_like(p) for p in parameters]

    def step(x):
        h = x
        for weight, bias in zip(weights, biases):
            h = torch.relu(torch.nn.functional.linear(h, weight, bias))
        loss = torch.nn.functional.mse_loss(h, x)
        loss.backward()
        with torch.no_grad():
            for p, v in zip(parameters, squares):
                v.mul_(0.9).addcmul_(p.grad, p.grad, value=0.1)
                p.addcdiv_(p.grad, (v + 1e-7).sqrt_(), value=-0.001)
                p.grad = None

    def epoch():
        order = torch.randperm(100)
        for first in range(0, 100, 32):
            step(pictures[order[first:first + 32]])

    for _ in range(3):
        epoch()
    start = time.perf_counter()
    for _ in range(epochs):
        epoch()
    return 4 * epochs / (time.perf_counter() - start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--widths", type=int, nargs="+", default=[128, 64, 32])
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    print(json.dumps({str(w): steps_per_second(w) for w in options.widths}))
