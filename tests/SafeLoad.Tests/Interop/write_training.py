"""Training checkpoints: one for each optimizer and each scheduler of PyTorch, and what is in their state dicts."""
import hashlib
import json
import os

import torch
import torch.nn as nn

OPTIMIZERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9),
    "sgd_plain": lambda groups: torch.optim.SGD(groups, lr=0.1),
    "adam": lambda groups: torch.optim.Adam(groups, amsgrad=True),
    "adamw": torch.optim.AdamW,
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, centered=True, momentum=0.1),
    "adagrad": torch.optim.Adagrad,
    "adadelta": torch.optim.Adadelta,
    "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
    "radam": torch.optim.RAdam,
    "asgd": torch.optim.ASGD,
    "rprop": torch.optim.Rprop,
    "sparse_adam": torch.optim.SparseAdam,
    "lbfgs": lambda groups: torch.optim.LBFGS([parameter for group in groups for parameter in group["params"]]),
}

lr = torch.optim.lr_scheduler
SCHEDULERS = {
    "step": lambda optimizer: lr.StepLR(optimizer, 2),
    "multistep": lambda optimizer: lr.MultiStepLR(optimizer, [1, 3]),
    "exponential": lambda optimizer: lr.ExponentialLR(optimizer, 0.9),
    "cosine": lambda optimizer: lr.CosineAnnealingLR(optimizer, 10),
    "cyclic": lambda optimizer: lr.CyclicLR(optimizer, 0.01, 0.1),
    "onecycle": lambda optimizer: lr.OneCycleLR(optimizer, 0.1, total_steps=20),
    "plateau": lr.ReduceLROnPlateau,
    "warm_restarts": lambda optimizer: lr.CosineAnnealingWarmRestarts(optimizer, 5),
    "lambda": lambda optimizer: lr.LambdaLR(optimizer, [lambda epoch: 0.9**epoch] * len(optimizer.param_groups)),
    "linear": lr.LinearLR,
    "constant": lr.ConstantLR,
    "polynomial": lambda optimizer: lr.PolynomialLR(optimizer),
    "sequential": lambda optimizer: lr.SequentialLR(optimizer, [lr.ConstantLR(optimizer), lr.ExponentialLR(optimizer, 0.9)], milestones=[2]),
    "chained": lambda optimizer: lr.ChainedScheduler([lr.ConstantLR(optimizer), lr.ExponentialLR(optimizer, 0.9)]),
}


def describe(value):
    if isinstance(value, torch.Tensor):
        raw = value.detach().contiguous().numpy().tobytes()
        return {"t": "tensor", "dtype": str(value.dtype), "shape": list(value.shape), "sha256": hashlib.sha256(raw).hexdigest()}
    if isinstance(value, bool) or value is None:
        return {"t": "const", "v": repr(value)}
    if isinstance(value, (int, float, str)):
        return {"t": type(value).__name__, "v": repr(value)}
    if isinstance(value, (list, tuple)):
        return {"t": type(value).__name__, "items": [describe(item) for item in value]}
    if isinstance(value, dict):
        return {"t": "dict", "items": {str(key): describe(item) for key, item in value.items()}}
    return {"t": "other", "v": type(value).__name__}


def train(make_optimizer, make_scheduler, name):
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))
    optimizer = make_optimizer([{"params": list(model[0].parameters())}, {"params": list(model[1].parameters())}])
    scheduler = make_scheduler(optimizer)
    for step in range(3):
        def closure():
            optimizer.zero_grad()
            loss = model(torch.ones(2, 3) * (step + 1)).pow(2).sum()
            loss.backward()
            return loss
        # SparseAdam takes sparse gradients only: its state stays empty.
        if name == "sparse_adam":
            continue
        optimizer.step(closure)
        scheduler.step(1.0) if isinstance(scheduler, lr.ReduceLROnPlateau) else scheduler.step()
    return {"epoch": 3, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(),
            "scheduler_state_dict": scheduler.state_dict(), "loss": 1.25}


def write(folder):
    os.makedirs(folder, exist_ok=True)
    expected = {}
    for optimizer, make_optimizer in OPTIMIZERS.items():
        for scheduler in SCHEDULERS if optimizer == "sgd" else ["step"]:
            name = f"{optimizer}_{scheduler}.pt"
            path = os.path.join(folder, name)
            try:
                checkpoint = train(make_optimizer, SCHEDULERS[scheduler], optimizer)
                torch.save(checkpoint, path)
            except Exception as problem:
                print(f"not written: {name}: {problem!r}"[:200])
                if os.path.exists(path):
                    os.remove(path)
                continue
            state = checkpoint["optimizer_state_dict"]
            expected[name] = {
                "groups": [{key: describe(value) for key, value in group.items()} for group in state["param_groups"]],
                "state": {str(key): {name: describe(value) for name, value in entry.items()} for key, entry in state["state"].items()},
                "scheduler": {key: describe(value) for key, value in checkpoint["scheduler_state_dict"].items()},
            }
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file)
