"""Goes on with the runs that TorchSharp saved into a folder, and says how far from PyTorch's own runs they end: result.json."""
import json
import os
import sys

try:
    import torch
    import torch.nn as nn
except ImportError:
    print("no torch")
    sys.exit(3)

lr = torch.optim.lr_scheduler
SCHEDULERS = {
    "step": lambda o: lr.StepLR(o, 9, 0.9),
    "multistep": lambda o: lr.MultiStepLR(o, [1]),
    "exponential": lambda o: lr.ExponentialLR(o, 0.1),
    "constant": lambda o: lr.ConstantLR(o),
    "linear": lambda o: lr.LinearLR(o),
    "polynomial": lambda o: lr.PolynomialLR(o) if hasattr(lr, "PolynomialLR") else None,
    "cosine": lambda o: lr.CosineAnnealingLR(o, 9),
    "lambda": lambda o: lr.LambdaLR(o, lambda epoch: 1 / (1 + epoch)),
    "multiplicative": lambda o: lr.MultiplicativeLR(o, lambda epoch: 1 - 0.1 / (1 + epoch)),
    "sequential": lambda o: lr.SequentialLR(o, [lr.ConstantLR(o), lr.ExponentialLR(o, 0.1)], [9]),
    "chained": lambda o: lr.ChainedScheduler([lr.ConstantLR(o), lr.ExponentialLR(o, 0.1)]),
    "plateau": lambda o: lr.ReduceLROnPlateau(o),
    "cyclic": lambda o: lr.CyclicLR(o, 0.2, 0.3, mode="triangular2", cycle_momentum=False),
    "onecycle": lambda o: lr.OneCycleLR(o, 0.2, total_steps=16),
}


def load(path):
    try:
        return torch.load(path, weights_only=True)
    except Exception as problem:
        # PyTorch 1.13's own files of optimizers fail so: its safe loader does not know floats (BINFLOAT, 71) and counters yet.
        if torch.__version__.startswith("1.") and ("Unsupported operand 71" in str(problem) or "collections.Counter" in str(problem)):
            return torch.load(path)
        raise


def steps(model, optimizer, scheduler, saved, count):
    for _ in range(count):
        optimizer.zero_grad()
        (model(saved["inputs"]) - saved["targets"]).pow(2).mean().backward()
        optimizer.step()
        scheduler.step()


def start(saved, weights, optimizer_state):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(saved["inputs"].dtype)
    model.load_state_dict(weights)
    optimizer = getattr(torch.optim, saved["class"])(model.parameters(), lr=9.0)
    optimizer.load_state_dict(optimizer_state)
    if saved["class"] == "NAdam":
        # Without it, PyTorch 1.13 multiplies by mu once too often.
        optimizer.param_groups[0]["foreach"] = True
    return model, optimizer


def resume(saved):
    model, optimizer = start(saved, saved["model_state_dict"], saved["optimizer_state_dict"])
    scheduler = lr.StepLR(optimizer, 77)
    scheduler.load_state_dict(saved["scheduler_state_dict"])
    steps(model, optimizer, scheduler, saved, saved["after"])
    # PyTorch's own run, from the first step on.
    group = dict(saved["optimizer_state_dict"]["param_groups"][0])
    group["lr"] = group["initial_lr"]
    fresh = {} if saved["class"] != "Adagrad" else {i: {"step": torch.tensor(0.0), "sum": torch.full_like(w, group["initial_accumulator_value"])} for i, w in enumerate(saved["initial"].values())}
    whole, whole_optimizer = start(saved, saved["initial"], {"state": fresh, "param_groups": [group]})
    steps(whole, whole_optimizer, lr.StepLR(whole_optimizer, 2, 0.5), saved, saved["before"] + saved["after"])
    ends = [(a - b).abs().max().item() for a, b in zip(model.state_dict().values(), whole.state_dict().values())]
    went = [(a - b).abs().max().item() for a, b in zip(whole.state_dict().values(), saved["model_state_dict"].values())]
    tensors = [value for state in saved["optimizer_state_dict"]["state"].values() for value in state.values()]
    return {"distance": max(ends), "went": max(went), "rates": [optimizer.param_groups[0]["lr"], whole_optimizer.param_groups[0]["lr"]],
            "grad": any(t.requires_grad for t in list(saved["model_state_dict"].values()) + tensors),
            "steps": sorted({str(state["step"].dtype) + str(list(state["step"].shape)) for state in saved["optimizer_state_dict"]["state"].values() if "step" in state})}


def rates(name, saved):
    parameter = nn.Parameter(torch.zeros(2))
    optimizer = torch.optim.SGD([parameter], lr=0.7, momentum=0.5)
    scheduler = SCHEDULERS[name](optimizer)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.load_state_dict(saved["scheduler"])
    if name == "multistep":
        assert sorted(scheduler.milestones.elements()) == [2, 5, 6, 20], scheduler.milestones
    result = []
    for metric in saved["metrics"]:
        optimizer.step()
        scheduler.step(metric) if name == "plateau" else scheduler.step()
        result.append([optimizer.param_groups[0]["lr"], optimizer.param_groups[0]["momentum"]])
    return result


def main(folder):
    result = {"torch": torch.__version__}
    for file in sorted(os.listdir(folder)):
        kind, _, name = file[:-3].partition("_")
        if kind == "optimizer":
            result[file] = resume(load(os.path.join(folder, file)))
        elif kind == "scheduler":
            result[file] = rates(name, load(os.path.join(folder, file)))
        elif kind == "module":
            weights = load(os.path.join(folder, file))
            model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3), nn.BatchNorm1d(3))
            model[1].weight = model[0].weight
            result[file] = {"says": str(model.load_state_dict(weights)), "type": type(weights).__name__, "tied": weights["0.weight"].data_ptr() == weights["1.weight"].data_ptr(), "sum": model[0].weight.sum().item()}
    with open(os.path.join(folder, "result.json"), "w") as out:
        json.dump(result, out)


main(sys.argv[1])
