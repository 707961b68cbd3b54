"""Full-batch descent of an autoencoder in eager PyTorch, as jiang2020 and orujlu2023 train: a module, its loss,
backward, SGD, until the loss is below the stop rule's or the steps are made. Prints seconds, steps, time (steps times
the learning rate), loss, largest_eigenvalue over the examples and bulk_eigenvalue (the largest at the first example
that is not one of those at 1); with --steps, loss and eigenvalue of so many steps, as early_loss and
early_eigenvalue."""
import time

import torch

import task


class Autoencoder(torch.nn.Module):
    """Layers without bias, each scaled in the forward pass; linear output."""

    def __init__(self, problem):
        super().__init__()
        self.scales = problem.scales
        self.layers = torch.nn.ModuleList()
        for weight in problem.weights:
            layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
            layer.weight.data = weight.clone()
            self.layers.append(layer)

    def forward(self, x):
        for scale, layer in zip(self.scales[:-1], self.layers[:-1]):
            x = torch.sigmoid(scale * layer(x))
        return self.scales[-1] * self.layers[-1](x)


def train(problem, steps):
    """The model, the steps made and the loss before the last."""
    model = Autoencoder(problem)
    optimizer = torch.optim.SGD(model.parameters(), lr=problem.setting["learning_rate"])
    half_sum = problem.setting["loss"] == "half_sum"
    made = 0
    while True:
        outputs = model(problem.inputs)
        if half_sum:
            loss = ((outputs - problem.targets) ** 2).sum() / (2 * len(problem.inputs))
        else:
            loss = torch.nn.functional.mse_loss(outputs, problem.targets)
        if loss.item() < problem.setting["stop"]["loss"] or made == steps:
            return model, made, loss.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        made += 1


def main():
    options = task.arguments(__doc__, steps=0)
    task.one_thread()
    problem = task.Task(options.folder)
    train(problem, 50)  # what is made once only is made here
    start = time.perf_counter()
    model, steps, loss = train(problem, options.steps or problem.setting["stop"]["max_steps"])
    seconds = time.perf_counter() - start
    largest = task.largest_eigenvalue(model, problem.inputs)
    if options.steps:
        task.report(seconds=seconds, steps=steps, early_loss=loss, early_eigenvalue=largest)
    else:
        task.report(seconds=seconds, steps=steps, time=steps * problem.setting["learning_rate"], loss=loss,
                    largest_eigenvalue=largest, bulk_eigenvalue=task.bulk_eigenvalue(model, problem.inputs[0]))


if __name__ == "__main__":
    main()
