"""Writes state dicts of tensors that are spread over several processes, one file for each process, with the PyTorch that is installed.

    python3 write_ranks.py FOLDER

FOLDER gets a folder for each layout, with rank0.pt, rank1.pt ..., and expected.json: what the whole tensors are, as PyTorch itself
gathers them: names, dtypes, shapes and the SHA-256 of the elements. fixtures/ranks was written by it with PyTorch 2.11 (gloo, CPU).
"""
import hashlib
import json
import os
import sys

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn as nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, Partial, Replicate, Shard, distribute_tensor
from torch.distributed.tensor.parallel import ColwiseParallel, RowwiseParallel, parallelize_module

FOLDER = sys.argv[1]


class Net(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.up = nn.Linear(width, hidden)
        self.norm = nn.LayerNorm(hidden)
        self.down = nn.Linear(hidden, width, dtype=torch.bfloat16)
        self.register_buffer("steps", torch.tensor(7))


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape))).mul(100).to(dtype)


def some(mesh, placements, shapes):
    """Tensors of several shapes and dtypes with the same placements; and one that no process cuts."""
    dtypes = [torch.float32, torch.bfloat16, torch.int64, torch.float16, torch.uint8]
    state = {}
    for i, shape in enumerate(shapes):
        state["x".join(map(str, shape))] = distribute_tensor(numbers(*shape, dtype=dtypes[i % 5]), mesh, placements)
    state["scale"] = torch.tensor(0.5)
    return state


def parallel(net, mesh):
    return parallelize_module(net, mesh, {"up": ColwiseParallel(), "down": RowwiseParallel()})


def net(width=5, hidden=7):
    torch.manual_seed(0)
    return Net(width, hidden)


def sharded(mesh, tp=None, **sizes):
    model = net(**sizes)
    if tp is not None:
        parallel(model, tp)
    for part in (model.up, model.down):
        fully_shard(part, mesh=mesh)
    return fully_shard(model, mesh=mesh).state_dict()


def mesh2(a=2, b=2, names=("dp", "tp")):
    return init_device_mesh("cpu", (a, b), mesh_dim_names=names)


def line(n):
    return init_device_mesh("cpu", (n,))


ROWS = [(5, 3), (4, 2), (1, 6), (7,), (2, 3, 2)]
WIDE = [(5, 3), (4, 7), (2, 1), (3, 5, 2)]


def fsdp_over_tp(mesh, **sizes):
    return sharded(mesh["dp"], mesh["tp"], **sizes)


LAYOUTS = {
    "rows_2": (2, lambda: some(line(2), [Shard(0)], ROWS)),
    "rows_4": (4, lambda: some(line(4), [Shard(0)], ROWS)),
    "columns_3": (3, lambda: some(line(3), [Shard(1)], WIDE)),
    "last_3": (3, lambda: some(line(3), [Shard(2)], [(2, 3, 5), (2, 2, 2), (1, 4, 9)])),
    "tiles_2x2": (4, lambda: some(mesh2(), [Shard(0), Shard(1)], WIDE)),
    "nested_2x2": (4, lambda: some(mesh2(), [Shard(0), Shard(0)], ROWS)),
    "hsdp_2x2": (4, lambda: some(mesh2(), [Replicate(), Shard(0)], ROWS)),
    "copies_2": (2, lambda: some(line(2), [Replicate()], ROWS)),
    "sums_2": (2, lambda: {"owed": DTensor.from_local(numbers(3, 2), line(2), [Partial()]), "whole": numbers(4)}),
    "fsdp2_3": (3, lambda: sharded(line(3))),
    "hsdp_fsdp2_2x2": (4, lambda: sharded(mesh2(names=("replicate", "shard")))),
    "tp_2": (2, lambda: parallel(net(), line(2)).state_dict()),
    "tp_of_2x2": (4, lambda: parallel(net(4, 6), mesh2()["tp"]).state_dict()),
    "fsdp2_tp_2x2": (4, lambda: fsdp_over_tp(mesh2(), width=6, hidden=9)),
    "fsdp2_tp_4x2": (8, lambda: fsdp_over_tp(mesh2(4, 2), width=4, hidden=9)),
}


def row(name, tensor):
    flat = tensor.detach().contiguous().reshape(-1).view(torch.uint8)
    return {"name": name, "dtype": str(tensor.dtype), "shape": list(tensor.shape),
            "sha256": hashlib.sha256(flat.numpy().tobytes()).hexdigest()}


def work(rank, name, count, port):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    dist.init_process_group("gloo", rank=rank, world_size=count)
    torch.set_num_threads(1)
    folder = os.path.join(FOLDER, name)
    try:
        state = LAYOUTS[name][1]()
        os.makedirs(folder, exist_ok=True)
        torch.save(state, os.path.join(folder, f"rank{rank}.pt"))
        rows = [row(key, value.full_tensor() if isinstance(value, DTensor) else value)
                for key, value in state.items() if isinstance(value, torch.Tensor)]
        if rank == 0:
            with open(os.path.join(FOLDER, name + ".json"), "w") as file:
                json.dump(rows, file)
            print(name, {key: [str(value.placements), value._spec.shard_order] for key, value in state.items()
                         if isinstance(value, DTensor)}, flush=True)
    except Exception as problem:
        print("not written:", name, rank, repr(problem)[:300], flush=True)
        raise
    finally:
        dist.destroy_process_group()


def write_safetensors(rank, count, port):
    """The same as a distributed checkpoint of safetensors."""
    from torch.distributed.checkpoint import HuggingFaceStorageWriter, save
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    dist.init_process_group("gloo", rank=rank, world_size=count)
    try:
        mesh = mesh2()
        for name, state in (("hf_tiles_2x2", some(mesh, [Shard(0), Shard(1)], WIDE)), ("hf_rows_4", some(line(4), [Shard(0)], ROWS)),
                            ("hf_two_files_4", some(line(4), [Shard(0)], ROWS))):
            names = list(state)
            mapping = {key: 1 + i % 2 for i, key in enumerate(names)} if name == "hf_two_files_4" else None
            save(state, storage_writer=HuggingFaceStorageWriter(os.path.join(FOLDER, name), fqn_to_index_mapping=mapping,
                                                                save_distributed=True))
            rows = [row(key, value.full_tensor() if isinstance(value, DTensor) else value) for key, value in state.items()]
            if rank == 0:
                with open(os.path.join(FOLDER, name + ".json"), "w") as file:
                    json.dump(rows, file)
    finally:
        dist.destroy_process_group()


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    port = 29600
    for name, (count, _) in LAYOUTS.items():
        port += 1
        try:
            mp.spawn(work, (name, count, port), nprocs=count)
        except Exception as problem:
            print("failed:", name, str(problem)[:200], flush=True)
    try:
        mp.spawn(write_safetensors, (4, port + 1), nprocs=4)
    except Exception as problem:
        print("failed: safetensors", str(problem)[-600:], flush=True)
    expected = {}
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith(".json"):
            path = os.path.join(FOLDER, name)
            with open(path) as file:
                expected[name[:-5]] = json.load(file)
            os.remove(path)
    with open(os.path.join(FOLDER, "expected.json"), "w") as file:
        json.dump(expected, file, indent=0)
