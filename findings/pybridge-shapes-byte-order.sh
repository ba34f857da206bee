#!/usr/bin/env bash
# TorchSharp.PyBridge 1.4.4 (NuGet, with TorchSharp 0.107.0 and libtorch 2.10.0 for the CPU) fills modules wrongly, seen 2026-11-30.
# Into a module whose float32 "weight" is 2x3, all -1, go: load_py() of two state dicts in PyTorch's zip format, one with a weight of
# shape (1,) and one of 2x3 stored as big-endian (record "byteorder", in all files of torch.save since PyTorch 2.1); load_safetensors() of
# a shape (1,).
# Expected, by PyTorch's documentation of Module.load_state_dict and torch.load: a size mismatch is an error, and bytes of the other order
# are swapped: refusal, 1 to 6, refusal.
# Seen: from the zip, the one number goes into the first element and the others stay what they were; from safetensors it goes into all
# six. Big-endian numbers are taken for little-endian ones, so 1 becomes 4.6006E-41. No exception in any of the three.
# On Debian 12 TorchSharp's native part does not load (it wants GLIBCXX_3.4.32); there the repository's .ci/dotnet-for-torchsharp helps.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >make.py <<'PYTHON'
import collections, pickle, struct, sys, types, zipfile

# Stands for PyTorch, of which only names are written.
torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
sys.modules.update({"torch": torch, "torch._utils": utils})
torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
def _rebuild_tensor_v2(): pass
_rebuild_tensor_v2.__module__, utils._rebuild_tensor_v2 = "torch._utils", _rebuild_tensor_v2

class Storage:
    def __init__(self, count): self.count = count

class Tensor:
    def __init__(self, shape, strides): self.shape, self.strides = shape, strides
    def __reduce__(self):
        last = sum((size - 1) * stride for size, stride in zip(self.shape, self.strides))
        return utils._rebuild_tensor_v2, (Storage(last + 1), 0, self.shape, self.strides, False, collections.OrderedDict())

class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return ("storage", torch.FloatStorage, "0", "cpu", value.count) if isinstance(value, Storage) else None

def save(name, shape, strides, order, numbers):
    with zipfile.ZipFile(name, "w") as file:
        with file.open("archive/data.pkl", "w") as record:
            Pickler(record, protocol=2).dump({"weight": Tensor(shape, strides)})
        file.writestr("archive/byteorder", order)
        file.writestr("archive/data/0", struct.pack((">" if order == "big" else "<") + f"{len(numbers)}f", *numbers))
        file.writestr("archive/version", "3\n")

save("one.pt", (1,), (1,), "little", [7])
save("big.pt", (2, 3), (3, 1), "big", [1, 2, 3, 4, 5, 6])
header = b'{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
with open("one.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + struct.pack("<f", 7))
PYTHON
python3 make.py

dotnet new console -n probe >log
for package in "TorchSharp 0.107.0" "libtorch-cpu-linux-x64 2.10.0" "TorchSharp.PyBridge 1.4.4"; do
  dotnet add probe package ${package% *} --version ${package#* } >>log
done
cat >probe/Program.cs <<'CSHARP'
using System.Globalization;
using TorchSharp;
using TorchSharp.PyBridge;
foreach (var name in new[] { "one.pt", "big.pt", "one.safetensors" })
{
    var module = new Probe(torch.full(2, 3, -1f));
    if (name.EndsWith(".pt")) module.load_py(name); else module.load_safetensors(name);
    var numbers = module.weight.data<float>().Select(x => x.ToString("G5", CultureInfo.InvariantCulture));
    Console.WriteLine($"{name}: {string.Join('x', module.weight.shape)}, {string.Join(' ', numbers)}");
}
class Probe : torch.nn.Module
{
    public readonly torch.Tensor weight;
    public Probe(torch.Tensor weight) : base("probe") { this.weight = weight; register_buffer("weight", weight); }
}
CSHARP
dotnet build probe -v quiet -p:CreateHardLinksForCopyLocalIfPossible=true >>log || { cat log; exit 1; }
program=$(echo probe/bin/Debug/net*/probe.dll)
if ! { dotnet "$program" >seen; } 2>>log; then
  home=$(dotnet --list-sdks | sed -n '1s/.*\[\(.*\)\/sdk\]/\1/p')
  newer=$(PATH=$home:$PATH "$here/../.ci/dotnet-for-torchsharp" newer 2>>log) ||
    { echo "TorchSharp's native part does not load here"; exit 2; }
  DOTNET_ROOT=$(dirname "$newer") "$newer" "$program" >seen
fi
cat seen

cat >stated <<'TEXT'
one.pt: 2x3, 7 -1 -1 -1 -1 -1
big.pt: 2x3, 4.6006E-41 8.9683E-44 2.3049E-41 4.6007E-41 5.7487E-41 6.8966E-41
one.safetensors: 2x3, 7 7 7 7 7 7
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
