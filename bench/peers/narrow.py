"""A narrow classifier in eager PyTorch, as kuehn2024 trains: Linear, BatchNorm1d and Tanh in a Sequential, a sigmoid,
binary cross-entropy, Adam, the test accuracy after each epoch. Batches are cut from the tensors, which is faster than a
DataLoader. Prints seconds, loss (of the network on the training points), best_accuracy over the epochs and, with
--check loss, early_loss: after three epochs in double precision."""
import time

import torch

import task


def network(problem):
    layers = []
    for i, (weight, bias) in enumerate(zip(problem.weights, problem.biases)):
        linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight.data, linear.bias.data = weight.clone(), bias.clone()
        last = i + 1 == problem.layers
        layers += [linear, torch.nn.Sigmoid()] if last else [
            linear, torch.nn.BatchNorm1d(weight.shape[0]), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers).to(problem.precision)


def train(problem, test, epochs):
    """The trained model and its best test accuracy."""
    model, entropy, size = network(problem), torch.nn.BCELoss(), problem.setting["batch"]
    constants = problem.setting["optimizer"]
    optimizer = torch.optim.Adam(model.parameters(), lr=problem.setting["learning_rate"],
                                 betas=(constants["mean_decay"], constants["square_decay"]), eps=constants["epsilon"])
    best = 0.0
    for order in problem.order[:epochs]:
        model.train()
        for batch in order.split(size):
            optimizer.zero_grad()
            loss = entropy(model(problem.inputs[batch]), problem.targets[batch])
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            best = max(best, ((model(test[0]) >= 0.5) == (test[1] >= 0.5)).float().mean().item())
    return model, best


def loss_of(problem, model):
    model.eval()
    with torch.no_grad():
        return torch.nn.functional.binary_cross_entropy(model(problem.inputs), problem.targets).item()


def load(folder, precision=torch.float32):
    """The task and its test points, targets in a column."""
    problem = task.Task(folder, precision)
    problem.targets = problem.targets.reshape(-1, 1)
    return problem, (problem.array("test_inputs"), problem.array("test_targets").reshape(-1, 1))


def early(folder):
    problem, test = load(folder, torch.float64)
    return {"early_loss": loss_of(problem, train(problem, test, 3)[0])}


def main():
    options = task.arguments(__doc__, epochs=0, check="")
    task.one_thread()
    problem, test = load(options.folder)
    train(problem, test, 1)
    start = time.perf_counter()
    model, best = train(problem, test, options.epochs or len(problem.order))
    seconds = time.perf_counter() - start
    more = early(options.folder) if options.check else {}
    task.report(seconds=seconds, loss=loss_of(problem, model), best_accuracy=best, **more)


if __name__ == "__main__":
    main()
