"""Writes checkpoints with the PyTorch that is installed, and what it reads out of them, for InteropTests.

    python3 write_fixtures.py FOLDER

FOLDER gets the files and expected.json: for each file the tensors by their dotted name, with dtype, shape, strides
and the SHA-256 of their elements in order. Exit code 3: there is no torch.
"""
import collections
import hashlib
import inspect
import json
import os
import sys

try:
    import torch
except ImportError as error:
    print(f"torch cannot be imported: {error}")
    sys.exit(3)

FOLDER = sys.argv[1]
EXPECTED = {}
# Newer releases are safe by default, and read nothing of protocol 4 then.
TRUSTING = {"weights_only": False} if "weights_only" in inspect.signature(torch.load).parameters else {}


def raw(tensor):
    """The elements' bytes in order."""
    tensor = tensor.detach()
    if tensor.is_quantized:
        tensor = tensor.int_repr()
    tensor = tensor.resolve_conj().resolve_neg().contiguous().clone()
    storage = tensor.storage()
    untyped = storage.untyped() if hasattr(storage, "untyped") else storage._untyped()
    return bytes(untyped.tolist()) if untyped.nbytes() < 4096 else bytes(torch.ByteTensor(untyped).numpy())


def describe(tensor):
    row = {"dtype": str(tensor.dtype)[len("torch."):], "shape": list(tensor.shape), "requires_grad": tensor.requires_grad,
           "parameter": isinstance(tensor, torch.nn.Parameter), "layout": str(tensor.layout)}
    if tensor.layout == torch.sparse_coo:
        row["parts"] = {"indices": describe(tensor._indices()), "values": describe(tensor._values())}
    elif tensor.layout == torch.sparse_csr:
        row["parts"] = {"compressed": describe(tensor.crow_indices()), "plain": describe(tensor.col_indices()), "values": describe(tensor.values())}
    else:
        row["strides"] = list(tensor.stride())
        row["sha256"] = hashlib.sha256(raw(tensor)).hexdigest()
    if tensor.is_quantized and tensor.qscheme() == torch.per_tensor_affine:
        row["scale"], row["zero_point"] = tensor.q_scale(), tensor.q_zero_point()
    elif tensor.is_quantized:
        row["scales"], row["axis"] = [float(scale) for scale in tensor.q_per_channel_scales()], tensor.q_per_channel_axis()
    return row


def walk(prefix, value, found):
    if isinstance(value, torch.Tensor):
        found[prefix] = describe(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            walk(f"{prefix}.{key}" if prefix else str(key), item, found)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            walk(f"{prefix}.{index}" if prefix else str(index), item, found)


def save(name, value, **options):
    path = os.path.join(FOLDER, name)
    torch.save(value, path, **options)
    tensors = {}
    # What is read, not what was saved: PyTorch 1.13 forgets the conjugate bit when it saves.
    walk("", torch.load(path, **TRUSTING), tensors)
    EXPECTED[name] = tensors


def dtypes():
    values = {}
    for name in ("float64", "float32", "float16", "bfloat16", "complex128", "complex64", "int64", "int32", "int16", "int8", "uint8"):
        values[name] = (torch.rand(3, 5, dtype=torch.float64) * 100).to(getattr(torch, name))
    values["bool"] = torch.rand(7) > 0.5
    values["scalar"] = torch.tensor(3.5)
    values["empty"] = torch.empty(0, 4)
    return values


def views():
    base = torch.arange(120, dtype=torch.float32).reshape(2, 3, 4, 5)
    return {"base": base, "transposed": base.permute(3, 1, 0, 2), "steps": base[:, ::2, 1:3, ::3], "expanded": base[0, 0, 0, :1].expand(6),
            "offset": base.view(-1)[100:], "overlapping": base.view(-1).as_strided((5, 4), (2, 3), 7), "diagonal": base[0, 0].diagonal(),
            "conjugate": torch.randn(3, 2, dtype=torch.complex64).conj(), "negative": torch.randn(3, dtype=torch.complex64).conj().imag,
            "channels_last": torch.randn(2, 3, 4, 4).to(memory_format=torch.channels_last)}


def trained(optimizer):
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(144, 10))
    optimizer = optimizer(model.parameters())
    for _ in range(2):
        optimizer.zero_grad()
        model(torch.randn(2, 3, 8, 8)).square().mean().backward()
        optimizer.step()
    return model, optimizer


def main():
    torch.manual_seed(7)
    save("dtypes.pt", dtypes())
    save("dtypes_legacy.pt", dtypes(), _use_new_zipfile_serialization=False)
    save("views.pt", views())
    save("views_legacy.pt", views(), _use_new_zipfile_serialization=False)
    for protocol in (2, 3, 4):
        save(f"protocol{protocol}.pt", {"a": dtypes(), "b": [torch.ones(2), (torch.zeros(3),)]}, pickle_protocol=protocol)
    tied = torch.randn(4, 4)
    save("tied.pt", {"one": tied, "two": tied, "row": tied[1]})
    save("parameter.pt", {"p": torch.nn.Parameter(torch.randn(3)), "frozen": torch.nn.Parameter(torch.randn(3), requires_grad=False), "g": torch.randn(2, requires_grad=True)})
    sparse = torch.tensor([[0, 2.0, 0], [3, 0, 4]])
    save("sparse.pt", {"coo": sparse.to_sparse(), "uncoalesced": torch.sparse_coo_tensor([[0, 0], [1, 1]], [1.0, 2.0], (2, 3)),
                       "hybrid": torch.sparse_coo_tensor([[0, 2]], torch.randn(2, 3), (4, 3))})
    # PyTorch 1 saves it by a function that is not on the list of safe globals.
    if int(torch.__version__.split(".")[0]) >= 2:
        save("csr.pt", {"csr": sparse.to_sparse_csr()})
    weights = torch.randn(4, 6)
    save("quantized.pt", {"tensor": torch.quantize_per_tensor(weights, 0.05, 3, torch.qint8), "wide": torch.quantize_per_tensor(weights, 0.01, 0, torch.qint32),
                          "channel": torch.quantize_per_channel(weights, torch.tensor([0.1, 0.2, 0.3, 0.4], dtype=torch.float64), torch.zeros(4, dtype=torch.long), 0, torch.quint8)})
    for name, make in (("adam", torch.optim.Adam), ("sgd", lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9))):
        model, optimizer = trained(make)
        save(f"model_{name}.pt", model.state_dict())
        # Under names of its own, so that all of the checkpoint is the state dict.
        save(f"training_{name}.pt", {"weights_": model.state_dict(), "optimizer_": optimizer.state_dict(), "epoch": 3, "loss": 0.25})
        save(f"training_{name}_legacy.pt", {"weights_": model.state_dict(), "optimizer_": optimizer.state_dict()}, _use_new_zipfile_serialization=False)
    save("nested.pt", {"values": [1, -2, 2**70, 1.5, float("inf"), None, True, "text \u00e9\U0001f600", b"bytes\xff", (1, (2, (3,))), {4, 5}, 1 + 2j, bytearray(b"ab")],
                       "ordered": collections.OrderedDict(a=1, b=torch.ones(1)), "counter": collections.Counter("aab"), "size": torch.Size([2, 3]),
                       "dtype": torch.float16, "device": torch.device("cpu"), "deep": {"x": [{"y": (torch.arange(3),)}]}})
    save("large_dict.pt", {f"key{i}": i for i in range(100_000)})
    with open(os.path.join(FOLDER, "expected.json"), "w", encoding="utf-8") as file:
        json.dump({"torch": torch.__version__, "files": EXPECTED}, file)


main()
