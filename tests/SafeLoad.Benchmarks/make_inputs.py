"""Makes the inputs of the compare mode with PyTorch: make_inputs.py NAME FILE."""
import os
import sys

import torch


def big(count=301):
    """1.04 GB in 301 tensors."""
    return {f"layers.{i}.weight": torch.full((864, 1000), float(i)) for i in range(count)}


def many():
    """50,000 tensors of 64 floats, each with a storage of its own."""
    return {f"blocks.{i}.bias": torch.full((64,), float(i)) for i in range(50_000)}


def adam():
    """A training checkpoint of about 300 MB: weights and Adam's two moments."""
    model = torch.nn.Sequential(*[torch.nn.Linear(1000, 1000) for _ in range(25)])
    optimizer = torch.optim.Adam(model.parameters())
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 0.01)
    optimizer.step()
    return {"epoch": 3, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "loss": 0.25}


def dictionary():
    """A dict of 2 million entries: 60 MB of pickle and no tensor to speak of."""
    return {f"token.{i:08}": i for i in range(2_000_000)}


if __name__ == "__main__":
    name, path = sys.argv[1:]
    # Renamed when complete, so that a run that was stopped leaves no half file behind.
    torch.save({"big": big, "many": many, "adam": adam, "dict": dictionary}[name](), path + ".part")
    os.replace(path + ".part", path)
