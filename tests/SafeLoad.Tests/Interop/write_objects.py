"""Writes whole modules, TorchScript, torch.package, torch.export and training checkpoints with the PyTorch that is installed.

    python3 write_objects.py FOLDER

FOLDER gets the files and expected.json: for each file what module.state_dict() gave, in order: names, dtypes, shapes and the
SHA-256 of the elements. FOLDER/training has a file for each optimizer and scheduler, and an expected.json of its own.
Exit code 3: there is no torch. fixtures/objects was written by it with PyTorch 2.11.
"""
import hashlib
import json
import os
import sys
import warnings

try:
    import torch
except ImportError as error:
    print(f"torch cannot be imported: {error}")
    sys.exit(3)

import torch.nn as nn
from torch.package import PackageExporter

import fxmods
import write_training

warnings.filterwarnings("ignore")
FOLDER = sys.argv[1]
EXPECTED = {}


def row(name, tensor):
    tensor = tensor.detach()
    dtype = str(tensor.dtype)
    if tensor.is_quantized:
        tensor = tensor.int_repr()
    flat = tensor.contiguous().reshape(-1).view(torch.uint8)
    return {"name": name, "dtype": dtype, "shape": list(tensor.shape), "sha256": hashlib.sha256(flat.numpy().tobytes()).hexdigest()}


def rows(state):
    """The tensors of a state dict, in order; those of tuples in it by their index."""
    result = []
    for name, value in state.items():
        if isinstance(value, torch.Tensor):
            result.append(row(name, value))
        elif isinstance(value, (tuple, list)):
            result += [row(f"{name}.{i}", item) for i, item in enumerate(value) if isinstance(item, torch.Tensor)]
    return result


def write(name, action):
    """Writes one file; what this release cannot write is left out, and said."""
    path = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        EXPECTED[name] = action(path)
    except Exception as problem:
        print(f"not written: {name}: {problem!r}"[:200])
        if os.path.exists(path):
            os.remove(path)


# torch.export

class Program(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.register_buffer("mean", torch.arange(4.0))
        self.register_buffer("tmp", torch.ones(2), persistent=False)
        self.k = torch.tensor([1.5, 2.5, 3.5])

    def forward(self, x):
        return self.fc(x - self.mean) * self.k + self.tmp.sum()


class Views(nn.Module):
    """Two parameters of one storage, one of them transposed."""

    def __init__(self):
        super().__init__()
        base = torch.randn(6, 4)
        self.a = nn.Parameter(base[:3])
        self.b = nn.Parameter(base[3:].t())

    def forward(self, x):
        return self.a @ x @ self.b.t()[:, :4].t()


class Nothing(nn.Module):
    def forward(self, x):
        return x + 1


def export(module, *arguments):
    def action(path):
        program = torch.export.export(module.eval(), arguments)
        torch.export.save(program, path)
        constants = {name: value for name, value in program.constants.items() if isinstance(value, torch.Tensor)}
        return {"state_dict": rows(program.state_dict), "constants": rows(constants)}
    return action


def write_exports():
    write("pt2/linear.pt2", export(Program(), torch.randn(2, 4)))
    write("pt2/tied.pt2", export(fxmods.Tied(), torch.tensor([1, 2])))
    write("pt2/convbn.pt2", export(nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU()), torch.randn(1, 1, 5, 5)))
    write("pt2/bf16.pt2", export(nn.Linear(3, 2).to(torch.bfloat16), torch.randn(1, 3, dtype=torch.bfloat16)))
    write("pt2/views.pt2", export(Views(), torch.randn(4, 4)))
    write("pt2/empty.pt2", export(Nothing(), torch.randn(2)))


# torch.package

def package(build):
    def action(path):
        with PackageExporter(path) as exporter:
            return build(exporter)
    return action


def state_in_package(exporter):
    state = nn.Linear(3, 2).state_dict()
    exporter.save_pickle("model", "weights.pkl", state)
    return {"model/weights.pkl": rows(state)}


def module_with_source(exporter):
    exporter.intern("fxmods")
    exporter.extern(["torch.**", "collections.**", "io", "sys"])
    module = fxmods.TinyNet()
    exporter.save_pickle("model", "model.pkl", module)
    return {"model/model.pkl": rows(module.state_dict())}


def two_pickles(exporter):
    exporter.extern("**")
    module = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    numbers = torch.arange(6)
    other = {"o": numbers, "v": numbers[2:]}
    exporter.save_pickle("a", "net.pkl", module)
    exporter.save_pickle("b", "other.pkl", other)
    exporter.save_text("a", "notes.txt", "hello")
    return {"a/net.pkl": rows(module.state_dict()), "b/other.pkl": rows(other)}


def views_in_package(exporter):
    weight = torch.randn(4, 4)
    state = {"w": weight, "t": weight.t(), "row": weight[1]}
    exporter.save_pickle("m", "s.pkl", state)
    return {"m/s.pkl": rows(state)}


def dtypes_in_package(exporter):
    state = {"h": torch.randn(3).half(), "b": torch.tensor([True, False]), "i": torch.arange(3, dtype=torch.int16),
             "c": torch.randn(2, dtype=torch.complex64), "bf": torch.randn(3).bfloat16()}
    exporter.save_pickle("m", "d.pkl", state)
    return {"m/d.pkl": rows(state)}


# TorchScript

def script(module, lite=False, frozen=False):
    def action(path):
        scripted = torch.jit.freeze(torch.jit.script(module.eval())) if frozen else torch.jit.script(module)
        if lite:
            scripted._save_for_lite_interpreter(path)
        else:
            scripted.save(path)
        return rows(scripted.state_dict())
    return action


def write_scripts():
    write("jit/tiny.ptl", script(fxmods.ScriptNet(), lite=True))
    write("jit/attrs.pt", script(fxmods.ScriptNet()))
    write("jit/seq.pt", script(nn.Sequential(nn.Conv1d(1, 2, 3), nn.BatchNorm1d(2))))
    write("jit/lstm.pt", script(nn.LSTM(3, 2, bidirectional=True)))
    write("jit/tied.pt", script(fxmods.Tied()))
    write("jit/frozen.pt", script(nn.Sequential(nn.Linear(3, 2), nn.ReLU()), frozen=True))
    write("jit/mlist.ptl", script(fxmods.Lists(), lite=True))
    write("jit/qdyn.pt", script(torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 3)), {nn.Linear})))


def whole(make, zip_format):
    def action(path):
        module = make()
        torch.save(module, path, _use_new_zipfile_serialization=zip_format)
        return rows(module.state_dict())
    return action


def main():
    torch.manual_seed(0)
    write_exports()
    for number, build in enumerate((state_in_package, module_with_source, two_pickles, views_in_package, dtypes_in_package)):
        write(f"package/p{number + 1}.pt", package(build))
    write_scripts()
    for name, make in fxmods.MODULES.items():
        write(f"whole/{name}.pt", whole(make, True))
        write(f"whole/{name}_legacy.pt", whole(make, False))
    with open(os.path.join(FOLDER, "expected.json"), "w") as file:
        json.dump(EXPECTED, file)
    write_training.write(os.path.join(FOLDER, "training"))


main()
