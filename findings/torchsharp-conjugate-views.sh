#!/usr/bin/env bash
# TorchSharp 0.107.0 (NuGet, with libtorch 2.10.0 for the CPU) loses the sign of conjugate and negative views, seen 2026-11-30.
# conj() of a complex tensor, and imag of that, are views with a mark: the sign is applied when an element is read, not in memory. Here
# the tensor is [1+2i], its conj() is [1-2i], and imag of that is [-2].
# Expected, by PyTorch's documentation of torch.conj, torch.resolve_conj and torch.resolve_neg: a reader of the memory resolves the mark
# first; what has no way to say "conjugated" in its file must write resolved numbers.
# Seen: ToComplexFloat64(), ToDouble(), clone() and Tensor.save() give 1-2i and -2. item<T>() and data<T>() give 1+2i and 2, and so do
# Module.save() and TorchSharp.PyBridge 1.4.4's save_py(): a module that is saved and loaded has other numbers than before. No exception.
# On Debian 12 TorchSharp's native part does not load (it wants GLIBCXX_3.4.32); there the repository's .ci/dotnet-for-torchsharp helps.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

dotnet new console -n probe >log
for package in "TorchSharp 0.107.0" "libtorch-cpu-linux-x64 2.10.0" "TorchSharp.PyBridge 1.4.4"; do
  dotnet add probe package ${package% *} --version ${package#* } >>log
done
cat >probe/Program.cs <<'CSHARP'
using System.Numerics;
using TorchSharp;
using TorchSharp.PyBridge;
static string Text(Complex number) => FormattableString.Invariant($"{number.Real} {number.Imaginary}");
var view = torch.tensor(new Complex[] { new(1, 2) }).conj();
Console.WriteLine($"ToComplexFloat64: {Text(view[0].ToComplexFloat64())}");
Console.WriteLine($"item: {Text(view[0].item<Complex>())}");
Console.WriteLine($"data: {Text(view.data<Complex>()[0])}");
Console.WriteLine($"data of a clone: {Text(view.clone().data<Complex>()[0])}");
Console.WriteLine(FormattableString.Invariant($"ToDouble of imag: {view.imag[0].ToDouble()}"));
Console.WriteLine(FormattableString.Invariant($"item of imag: {view.imag[0].item<double>()}"));
view.save("tensor.dat");
Console.WriteLine($"Tensor.save and load: {Text(torch.Tensor.load("tensor.dat")[0].ToComplexFloat64())}");
var (saved, loaded) = (new Probe(view), new Probe(torch.zeros(1, torch.complex128)));
saved.save("module.dat");
loaded.load("module.dat");
Console.WriteLine($"Module.save and load: {Text(loaded.weight[0].ToComplexFloat64())}");
saved.save_py("module.pt");
loaded.load_py("module.pt");
Console.WriteLine($"save_py and load_py: {Text(loaded.weight[0].ToComplexFloat64())}");
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
ToComplexFloat64: 1 -2
item: 1 2
data: 1 2
data of a clone: 1 -2
ToDouble of imag: -2
item of imag: 2
Tensor.save and load: 1 -2
Module.save and load: 1 2
save_py and load_py: 1 2
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
