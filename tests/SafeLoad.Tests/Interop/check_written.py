"""Reads checkpoints that SafeLoad wrote with the PyTorch that is installed, for WriteInteropTests.

    python3 check_written.py FOLDER

FOLDER/jobs.json lists the files: name, original, written. FOLDER/result.json gets for each what is wrong with its pickle, whether torch.load
opened it, and how it differs from the original where that opens as well. The originals are the repository's own fixtures.
Exit code 3: there is no torch.
"""
import collections
import inspect
import json
import os
import pickletools
import struct
import sys
import warnings
import zipfile

try:
    import torch
except ImportError as error:
    print(f"torch cannot be imported: {error}")
    sys.exit(3)

warnings.filterwarnings("ignore")
FOLDER = sys.argv[1]
SAFE = "weights_only" in inspect.signature(torch.load).parameters
LISTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "fixtures", "allowed-globals-2.11.json")

# What torch.load(weights_only=True) reads: torch/_weights_only_unpickler.py.
OPCODES = {
    "GLOBAL", "NEWOBJ", "REDUCE", "BUILD", "APPEND", "APPENDS", "SETITEM", "SETITEMS", "MARK", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "NONE",
    "NEWFALSE", "NEWTRUE", "EMPTY_TUPLE", "EMPTY_LIST", "EMPTY_DICT", "EMPTY_SET", "BININT", "BININT1", "BININT2", "BINFLOAT", "BINUNICODE",
    "SHORT_BINSTRING", "BINPERSID", "BINGET", "LONG_BINGET", "BINPUT", "LONG_BINPUT", "LONG1", "PROTO", "STOP",
}

# What SafeLoad writes, and nothing else: names as they are after Python 2's modules have been renamed.
STORAGES = ["Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool", "ComplexDouble", "ComplexFloat", "QInt8", "QUInt8", "QInt32", "QUInt4x2", "QUInt2x4"]
DTYPES = """float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex128 complex64 complex32 qint8 quint8 qint32 quint4x2 quint2x4 uint16 uint32 uint64
    float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn_x2 bits8 bits16 bits1x8 bits2x4 bits4x2""".split()
GLOBALS = {"torch.Tensor", "torch._tensor._rebuild_from_type_v2", "builtins.bytearray", "builtins.complex", "builtins.set", "_codecs.encode", "collections.OrderedDict", "collections.Counter", "torch.Size", "torch.device",
           "torch.serialization._get_layout", "torch.storage.UntypedStorage"}
GLOBALS |= {f"torch.{name}Storage" for name in STORAGES} | {f"torch.{name}" for name in DTYPES}
GLOBALS |= {f"torch.{name}" for name in ("per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric", "per_channel_affine_float_qparams")}
GLOBALS |= {f"torch._utils._rebuild_{name}" for name in ("tensor_v2", "tensor_v3", "parameter", "parameter_with_state", "qtensor", "sparse_tensor", "nested_tensor", "meta_tensor_no_storage")}


def strangers(path):
    """Opcodes and globals of the pickle that the safe loader of PyTorch 2.11 does not read, and records that a checkpoint does not have."""
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            return ["a record's checksum is wrong"]
        names = archive.namelist()
        pickle = archive.read(names[0])
    top = names[0].rpartition("/")[0]
    problems = [] if names[0] == top + "/data.pkl" else [names[0] + " is the first record"]
    problems += [name for name in names[1:] if not name.startswith((top + "/data/", top + "/version", top + "/byteorder", top + "/.format_version", top + "/.storage_alignment", top + "/.data/serialization_id"))]
    for opcode, argument, position in pickletools.genops(pickle):
        if opcode.name not in OPCODES:
            problems.append(f"{opcode.name} at {position}")
        if opcode.name == "GLOBAL":
            module, _, name = argument.partition(" ")
            full = ("builtins" if module == "__builtin__" else module) + "." + name
            if full not in GLOBALS:
                problems.append(full)
        if opcode.name == "PROTO" and argument != 2:
            problems.append(f"protocol {argument}")
    return problems


def raw(tensor):
    """The elements' bytes in order."""
    tensor = tensor.detach()
    if tensor.is_quantized:
        # Packed numbers have no int_repr; their storage is all there is.
        if tensor.dtype in (torch.quint4x2, torch.quint2x4):
            return repr(tensor.storage().tolist()).encode()
        tensor = tensor.int_repr()
    return tensor.resolve_conj().resolve_neg().reshape(-1).clone(memory_format=torch.contiguous_format).view(torch.uint8).numpy().tobytes()


def parts(tensor):
    if tensor.is_nested:
        return list(tensor.unbind())
    if tensor.layout == torch.sparse_coo:
        return [tensor._indices(), tensor._values()]
    if tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
        return [tensor.crow_indices(), tensor.col_indices(), tensor.values()]
    return [tensor.ccol_indices(), tensor.row_indices(), tensor.values()]


class Comparison:
    """Two values side by side, without recursion."""

    def __init__(self):
        self.differences = []
        self.tensors = 0
        self.views = []

    def values(self, original, written):
        todo, seen = [("", original, written)], set()
        while todo:
            path, left, right = todo.pop()
            if isinstance(left, torch.Tensor) or isinstance(right, torch.Tensor):
                self.tensor(path, left, right)
                continue
            if isinstance(left, frozenset):
                left = set(left)
            if type(left) is not type(right):
                # A subclass of dict that means nothing to a loader becomes a dict.
                if not (isinstance(left, dict) and type(right) is dict):
                    self.say(path, f"{type(right).__name__}, right {type(left).__name__}")
                    continue
            if isinstance(left, (dict, list, tuple)):
                if (id(left), id(right)) in seen:
                    continue
                # Both stay alive in the values, so that an id means one object.
                seen.add((id(left), id(right)))
                if len(left) != len(right):
                    self.say(path, f"{len(right)} items, right {len(left)}")
                    continue
            if isinstance(left, dict):
                for (one, inner), (other, its) in zip(left.items(), right.items()):
                    if not self.same(one, other):
                        self.say(path, f"key {other!r}, right {one!r}")
                    todo.append((f"{path}/{one!r:.60}", inner, its))
                if isinstance(left, collections.OrderedDict) and left.__dict__:
                    todo.append((path + "@", dict(left.__dict__), dict(right.__dict__)))
            elif isinstance(left, (list, tuple)):
                todo += [(f"{path}/{i}", inner, its) for i, (inner, its) in enumerate(zip(left, right))]
            elif not self.same(left, right):
                self.say(path, f"{right!r:.80}, right {left!r:.80}")
        self.sharing()

    def same(self, left, right):
        if type(left) is not type(right):
            # Tensors and objects as keys.
            return isinstance(left, torch.Tensor) and isinstance(right, torch.Tensor)
        if isinstance(left, float):
            return struct.pack("d", left) == struct.pack("d", right)
        if isinstance(left, complex):
            return struct.pack("dd", left.real, left.imag) == struct.pack("dd", right.real, right.imag)
        if type(left).__module__ in ("torch", "torch.storage") and type(left).__name__.endswith("Storage"):
            return left.tolist() == right.tolist() or repr(left.tolist()) == repr(right.tolist())
        return left == right

    def tensor(self, path, left, right, inner=False):
        if not isinstance(left, torch.Tensor) or not isinstance(right, torch.Tensor):
            self.say(path, f"{type(right).__name__}, right {type(left).__name__}")
            return
        # A nested tensor has no shape of its own; those of its parts are compared.
        for what in ("is_nested", "dtype", "layout", "requires_grad", "is_meta", "is_quantized") + (() if left.is_nested else ("shape",)):
            if getattr(left, what) != getattr(right, what):
                self.say(path, f"{what} {getattr(right, what)}, right {getattr(left, what)}")
                return
        if isinstance(left, torch.nn.Parameter) != isinstance(right, torch.nn.Parameter):
            self.say(path, "one is a Parameter")
        if not inner:
            self.tensors += 1
        if left.layout != torch.strided or left.is_nested:
            if len(parts(left)) != len(parts(right)):
                self.say(path, f"{len(parts(right))} parts, right {len(parts(left))}")
            for i, (one, other) in enumerate(zip(parts(left), parts(right))):
                self.tensor(f"{path}.{i}", one, other, inner=True)
            if left.layout == torch.sparse_coo and left.is_coalesced() and not right.is_coalesced() and left._nnz() > 1:
                self.say(path, "not coalesced")
            return
        if left.stride() != right.stride():
            self.say(path, f"strides {right.stride()}, right {left.stride()}")
        if left.is_meta:
            return
        if left.is_conj() != right.is_conj() or left.is_neg() != right.is_neg():
            self.say(path, "conjugate or negative")
        if raw(left) != raw(right):
            self.say(path, "other bytes")
        if left.is_quantized:
            if left.qscheme() != right.qscheme():
                self.say(path, f"{right.qscheme()}, right {left.qscheme()}")
            elif left.qscheme() in (torch.per_tensor_affine, torch.per_tensor_symmetric):
                if (left.q_scale(), left.q_zero_point()) != (right.q_scale(), right.q_zero_point()):
                    self.say(path, "scale or zero point")
            elif left.q_per_channel_axis() != right.q_per_channel_axis() or not torch.equal(left.q_per_channel_scales(), right.q_per_channel_scales()) or not torch.equal(left.q_per_channel_zero_points(), right.q_per_channel_zero_points()):
                self.say(path, "scales or zero points")
        if left.numel() > 0:
            length = (sum((size - 1) * stride for size, stride in zip(left.shape, left.stride())) + 1) * left.element_size()
            self.views.append((left.data_ptr(), left.data_ptr() + length, right.data_ptr(), path))

    def sharing(self):
        """Tensors whose bytes overlap still do, as far apart as they were."""
        end, shift = 0, 0
        for start, stop, other, path in sorted(self.views):
            if start < end and other - start != shift:
                self.say(path, "no longer shares its bytes")
            if start >= end:
                shift = other - start
            end = max(end, stop)

    def say(self, path, what):
        self.differences.append(f"{path}: {what}")


def load(path, **options):
    try:
        return torch.load(path, map_location="cpu", **options), None
    except Exception as problem:
        return None, f"{type(problem).__name__}: {problem}"[:300]


def check(job):
    row = {"name": job["name"], "strangers": strangers(job["written"])}
    row["written_error"] = (written := load(job["written"]))[1]
    row["safe_error"] = load(job["written"], weights_only=True)[1] if SAFE else "no weights_only"
    # The repository's own files, some with opcodes that only a trusting loader reads.
    row["original_error"] = (original := load(job["original"], **({"weights_only": False} if SAFE else {})))[1]
    if row["written_error"] is None and row["original_error"] is None:
        comparison = Comparison()
        try:
            comparison.values(original[0], written[0])
        except Exception as problem:
            comparison.say("", f"not compared: {type(problem).__name__}: {problem}"[:300])
        row.update(differences=comparison.differences, tensors=comparison.tensors)
    return row


def main():
    with open(LISTED, encoding="utf-8") as file:
        unlisted = sorted(GLOBALS - set(json.load(file)))
    with open(os.path.join(FOLDER, "jobs.json"), encoding="utf-8") as file:
        rows = [check(job) for job in json.load(file)]
    with open(os.path.join(FOLDER, "result.json"), "w", encoding="utf-8") as file:
        json.dump({"torch": torch.__version__, "unlisted": unlisted, "files": rows}, file)


main()
