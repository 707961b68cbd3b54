"""Training by shuffled batches in eager PyTorch, as strandqvist2020 trains: ReLU on every layer, mean squared error,
RMSprop with epsilon inside the root (torch.optim has it outside). Prints seconds and loss; with --check also
early_loss: after three epochs in double precision; with --check all early_eigenvalue, too: at the first picture."""
import time

import torch

import task


def forward(x, weights, biases):
    for weight, bias in zip(weights, biases):
        x = torch.relu(torch.nn.functional.linear(x, weight, bias))
    return x


def train(problem, epochs):
    """The parameters after so many epochs."""
    weights = [w.clone().requires_grad_() for w in problem.weights]
    biases = [b.clone().requires_grad_() for b in problem.biases]
    parameters = weights + biases
    squares = [torch.zeros_like(p) for p in parameters]
    rate, constants, size = problem.setting["learning_rate"], problem.setting["optimizer"], problem.setting["batch"]
    decay, epsilon = constants["square_decay"], constants["epsilon"]
    for order in problem.order[:epochs]:
        for batch in order.split(size):
            x = problem.inputs[batch]
            loss = torch.nn.functional.mse_loss(forward(x, weights, biases), x)
            loss.backward()
            with torch.no_grad():
                for p, v in zip(parameters, squares):
                    v.mul_(decay).addcmul_(p.grad, p.grad, value=1 - decay)
                    p.addcdiv_(p.grad, (v + epsilon).sqrt_(), value=-rate)
                    p.grad = None
    return weights, biases


def loss_of(problem, weights, biases):
    with torch.no_grad():
        return torch.nn.functional.mse_loss(forward(problem.inputs, weights, biases), problem.targets).item()


def early(folder, check):
    if not check:
        return {}
    problem = task.Task(folder, torch.float64)
    weights, biases = train(problem, 3)
    reached = {"early_loss": loss_of(problem, weights, biases)}
    if check == "all":  # thousands of backward passes and eigenvalues: seconds
        reached["early_eigenvalue"] = task.largest_eigenvalue(lambda x: forward(x, weights, biases), problem.inputs[:1])
    return reached


def main():
    options = task.arguments(__doc__, epochs=0, check="")
    task.one_thread()
    problem = task.Task(options.folder)
    train(problem, 1)
    start = time.perf_counter()
    weights, biases = train(problem, options.epochs or len(problem.order))
    seconds = time.perf_counter() - start
    more = early(options.folder, options.check)
    task.report(seconds=seconds, loss=loss_of(problem, weights, biases), **more)


if __name__ == "__main__":
    main()
