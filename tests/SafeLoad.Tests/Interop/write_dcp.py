"""Writes distributed checkpoints (torch.distributed.checkpoint) with several processes, and what is in them.

    python3 write_dcp.py FOLDER

FOLDER gets a folder for each checkpoint and expected.json: for each the tensors by their dotted path, as the saved state had them before it was
cut into shards, with dtype, shape and the SHA-256 of the elements. fixtures/dcp was written by it with PyTorch 2.11.
"""
import hashlib
import json
import os
import sys

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp
import torch.multiprocessing as processes
import torch.nn as nn

FOLDER = sys.argv[1]


def row(name, tensor):
    flat = tensor.detach().contiguous().reshape(-1).view(torch.uint8)
    return {"name": name, "dtype": str(tensor.dtype), "shape": list(tensor.shape), "sha256": hashlib.sha256(flat.numpy().tobytes()).hexdigest()}


def rows(state, prefix=""):
    result = []
    for key, value in state.items():
        name = f"{prefix}{key}"
        if isinstance(value, torch.Tensor):
            result.append(row(name, value))
        elif isinstance(value, dict):
            result += rows(value, name + ".")
    return result


def full(seed):
    """The same state in every process."""
    torch.manual_seed(seed)
    return {
        "model": {"weight": torch.randn(7, 5), "bias": torch.randn(5), "half": torch.randn(4, 6).half(), "steps": torch.arange(9)},
        "cube": torch.randn(3, 4, 5),
    }


def sharded(rank, world, mesh_shape, placements, path, port, seed):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), RANK=str(rank), WORLD_SIZE=str(world))
    dist.init_process_group("gloo", rank=rank, world_size=world)
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import distribute_tensor
    mesh = init_device_mesh("cpu", mesh_shape)
    state = full(seed)

    def distribute(value):
        if isinstance(value, dict):
            return {key: distribute(item) for key, item in value.items()}
        if value.dim() < 2:
            return value
        return distribute_tensor(value, mesh, placements)

    dcp.save(distribute(state), checkpoint_id=path)
    dist.destroy_process_group()


def main():
    from torch.distributed.tensor import Replicate, Shard
    expected = {}
    os.makedirs(FOLDER, exist_ok=True)
    cases = {
        "rows_2": (2, (2,), [Shard(0)]),
        "columns_3": (3, (3,), [Shard(1)]),
        "tiles_2x2": (4, (2, 2), [Shard(0), Shard(1)]),
        "replicated_2": (2, (2,), [Replicate()]),
    }
    for number, (name, (world, shape, placements)) in enumerate(cases.items()):
        path = os.path.join(FOLDER, name)
        processes.spawn(sharded, args=(world, shape, placements, path, 29500 + number, number), nprocs=world)
        expected[name] = rows(full(number))
    # One process: a training checkpoint, with values that are no tensors.
    torch.manual_seed(9)
    model = nn.Linear(3, 2)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 4, "note": "text", "list": [torch.ones(2), torch.zeros(1)]}
    dcp.save(state, checkpoint_id=os.path.join(FOLDER, "training"))
    expected["training"] = rows({"model": state["model"]}) + [row("list.0", torch.ones(2)), row("list.1", torch.zeros(1))]
    with open(os.path.join(FOLDER, "expected.json"), "w") as file:
        json.dump(expected, file)


if __name__ == "__main__":
    main()
