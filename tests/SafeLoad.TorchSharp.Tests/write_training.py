"""Training runs that PyTorch began, and how PyTorch itself goes on: fixtures/torchsharp/training. Written with PyTorch 1.13."""
import os
import sys

import torch
import torch.nn as nn

lr = torch.optim.lr_scheduler
BEFORE, AFTER = 3, 3

# Options that TorchSharp's constructors do not have by default, so that a test sees whether they were loaded.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, dict(lr=0.1, weight_decay=0.01)),
    "sgd_momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.8, dampening=0.1)),
    "sgd_nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.7, nesterov=True, maximize=True)),
    "adam": (torch.optim.Adam, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)),
    "adam_amsgrad": (torch.optim.Adam, dict(lr=0.02, betas=(0.5, 0.6), amsgrad=True)),
    "adamw": (torch.optim.AdamW, dict(lr=0.03, betas=(0.7, 0.9), weight_decay=0.2)),
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.02, alpha=0.8, eps=1e-5, weight_decay=0.05)),
    "rmsprop_centered": (torch.optim.RMSprop, dict(lr=0.02, alpha=0.7, momentum=0.6, centered=True)),
    "adagrad": (torch.optim.Adagrad, dict(lr=0.1, lr_decay=0.2, weight_decay=0.05, initial_accumulator_value=0.3)),
    "adadelta": (torch.optim.Adadelta, dict(lr=0.9, rho=0.7, eps=1e-4, weight_decay=0.02)),
    "adamax": (torch.optim.Adamax, dict(lr=0.03, betas=(0.8, 0.9), weight_decay=0.03)),
    # Without foreach, PyTorch 1.13 multiplies by mu once too often; later ones do not.
    "nadam": (torch.optim.NAdam, dict(lr=0.03, betas=(0.8, 0.9), weight_decay=0.03, momentum_decay=0.01, foreach=True)),
    "radam": (torch.optim.RAdam, dict(lr=0.03, betas=(0.8, 0.999), weight_decay=0.03)),
    "asgd": (torch.optim.ASGD, dict(lr=0.05, lambd=0.01, alpha=0.6, t0=2, weight_decay=0.01)),
    "rprop": (torch.optim.Rprop, dict(lr=0.02, etas=(0.4, 1.3), step_sizes=(1e-5, 3))),
}

SCHEDULERS = {
    "step": lambda o: lr.StepLR(o, 2, 0.5),
    "multistep": lambda o: lr.MultiStepLR(o, [2, 5, 6, 20], 0.3),
    "exponential": lambda o: lr.ExponentialLR(o, 0.9),
    "constant": lambda o: lr.ConstantLR(o, 0.25, 6),
    "linear": lambda o: lr.LinearLR(o, 0.2, 0.9, 8),
    "polynomial": lambda o: lr.PolynomialLR(o, 9, 2.0),
    "cosine": lambda o: lr.CosineAnnealingLR(o, 4, 0.001),
    "lambda": lambda o: lr.LambdaLR(o, lambda epoch: 1 / (1 + epoch)),
    "multiplicative": lambda o: lr.MultiplicativeLR(o, lambda epoch: 1 - 0.1 / (1 + epoch)),
    "sequential": lambda o: lr.SequentialLR(o, [lr.ConstantLR(o, 0.1, 2), lr.ExponentialLR(o, 0.9), lr.StepLR(o, 2, 0.5)], [2, 6]),
    "chained": lambda o: lr.ChainedScheduler([lr.ConstantLR(o, 0.1, 5), lr.ExponentialLR(o, 0.9)]),
    "plateau": lambda o: lr.ReduceLROnPlateau(o, "max", factor=0.4, patience=1, cooldown=1, min_lr=0.001, threshold=0.01, threshold_mode="abs"),
    "cyclic": lambda o: lr.CyclicLR(o, 0.01, 0.1, 4, 3, mode="triangular2", cycle_momentum=False),
    "cyclic_exp": lambda o: lr.CyclicLR(o, 0.01, 0.1, 4, mode="exp_range", gamma=0.95, cycle_momentum=False),
    "onecycle": lambda o: lr.OneCycleLR(o, 0.2, total_steps=16),
    "onecycle_linear": lambda o: lr.OneCycleLR(o, 0.2, total_steps=16, pct_start=0.4, anneal_strategy="linear", three_phase=True),
}


def make_model(dtype):
    torch.manual_seed(3)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(dtype)


def train(model, optimizer, scheduler, inputs, targets, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        (model(inputs) - targets).pow(2).mean().backward()
        optimizer.step()
        scheduler.step()


def copy_of(state):
    return {name: tensor.clone() for name, tensor in state.items()}


def groups_of(model, kind):
    if kind == "one":
        return list(model.parameters())
    return [{"params": model[0].parameters()}, {"params": model[2].parameters(), "lr": 0.005, "weight_decay": 0.3}]


def write_optimizer(path, cls, options, dtype=torch.float32, before=BEFORE, after=AFTER, groups="one", frozen=False):
    model = make_model(dtype)
    if frozen:
        model[0].bias.requires_grad_(False)
    torch.manual_seed(4)
    inputs, targets = torch.randn(5, 3).to(dtype), torch.randn(5, 2).to(dtype)
    optimizer = cls(groups_of(model, groups), **options)
    scheduler = lr.StepLR(optimizer, 2, 0.5)
    train(model, optimizer, scheduler, inputs, targets, before)
    # torch.save writes at once, so that what follows does not change the file's tensors; "after" is what it must become.
    checkpoint = {"epoch": before, "steps": after, "inputs": inputs, "targets": targets, "model_state_dict": copy_of(model.state_dict()),
                  "optimizer_state_dict": optimizer.state_dict(), "scheduler_state_dict": scheduler.state_dict()}
    torch.save(checkpoint, path)
    train(model, optimizer, scheduler, inputs, targets, after)
    saved = torch.load(path, weights_only=False)
    saved["after"] = copy_of(model.state_dict())
    saved["rates_after"] = [group["lr"] for group in optimizer.param_groups]
    torch.save(saved, path)


def write_scheduler(path, name, make):
    one = name.startswith("onecycle")
    parameters = [nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(3))]
    optimizer = torch.optim.SGD(parameters if one else [{"params": parameters[:1]}, {"params": parameters[1:], "lr": 0.04}], lr=0.1, momentum=0.5)
    scheduler = make(optimizer)
    metrics = [0.1, 0.2, 0.201, 0.202, 0.203, 0.204, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]

    def step(i):
        optimizer.step()
        scheduler.step(metrics[i]) if name == "plateau" else scheduler.step()

    for i in range(4):
        step(i)
    state = {key: value for key, value in scheduler.state_dict().items() if key not in ("anneal_func", "_scale_fn_ref")}
    # As PyTorch 2 has them, in place of functions that cannot be saved.
    if one:
        state["_anneal_func_type"] = "linear" if name.endswith("linear") else "cos"
    torch.save({"optimizer": optimizer.state_dict(), "scheduler": state}, path)
    rates, momenta = [], []
    for i in range(4, 15):
        step(i)
        rates.append([group["lr"] for group in optimizer.param_groups])
        momenta.append([group["momentum"] for group in optimizer.param_groups])
    saved = torch.load(path, weights_only=False)
    saved.update(rates=torch.tensor(rates, dtype=torch.float64), momenta=torch.tensor(momenta, dtype=torch.float64), metrics=torch.tensor(metrics[4:], dtype=torch.float64))
    torch.save(saved, path)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (cls, options) in OPTIMIZERS.items():
        # TorchSharp's RAdam goes astray at the sixth step.
        write_optimizer(os.path.join(folder, f"optimizer_{name}.pt"), cls, options, before=2 if name == "radam" else BEFORE)
    write_optimizer(os.path.join(folder, "optimizer_adam_double.pt"), torch.optim.Adam, dict(lr=0.02), dtype=torch.float64)
    write_optimizer(os.path.join(folder, "optimizer_adamw_groups.pt"), torch.optim.AdamW, dict(lr=0.02), groups="two")
    write_optimizer(os.path.join(folder, "optimizer_adam_fresh.pt"), torch.optim.Adam, dict(lr=0.02), before=0)
    write_optimizer(os.path.join(folder, "optimizer_adam_frozen.pt"), torch.optim.Adam, dict(lr=0.02), frozen=True)
    for name, make in SCHEDULERS.items():
        write_scheduler(os.path.join(folder, f"scheduler_{name}.pt"), name, make)


main(sys.argv[1])
