#!/usr/bin/env bash
# ILGPU 1.5.3 (NuGet), GPU programs in .NET: float to half is another number on its CPU accelerator than on a GPU, seen 2026-11-30.
# One kernel, to[i] = (ILGPU.Half)from[i], and the same cast outside of kernels, beside .NET's (System.Half)x.
# Expected, by IEEE 754-2019 section 4.3 (roundTiesToEven is the default): the nearest half on every device.
# Seen: the CPU accelerator and the cast cut off the digits that do not fit. 0.3 becomes 0.2998047, not 0.30004883; 65535 stays 65504, not
# infinity; 5E-08 becomes 0, not 5.9604645E-08. Of 16 evenly spaced floats from each half up to the next, 47 of 100 come out one unit too
# low, so weights shrink. Half to float is right for all 65536. On CUDA (NVIDIA H200) the same kernel rounds to the nearest: the devices
# differ. Without a CUDA device that line is left out.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

dotnet new console -n probe >log
dotnet add probe package ILGPU --version 1.5.3 >>log
cat >probe/Program.cs <<'CSHARP'
using System.Globalization;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
static ushort Bits(ILGPU.Half half) => Unsafe.BitCast<ILGPU.Half, ushort>(half);
static ILGPU.Half OfBits(int bits) => Unsafe.BitCast<ushort, ILGPU.Half>((ushort)bits);
static float Right(int bits) => (float)BitConverter.UInt16BitsToHalf((ushort)bits);
static string Text(IEnumerable<float> numbers) => string.Join(' ', numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture)));

float[] samples = [0.3f, 65535f, 5e-8f, -0.3f];
Console.WriteLine($"System.Half: {Text(samples.Select(x => (float)(System.Half)x))}");
Console.WriteLine($"ILGPU.Half: {Text(samples.Select(x => (float)(ILGPU.Half)x))}");
using var context = Context.CreateDefault();
var devices = context.Devices.AsEnumerable().Where(device => device.AcceleratorType is AcceleratorType.CPU or AcceleratorType.Cuda);
foreach (var device in devices.DistinctBy(device => device.AcceleratorType).OrderBy(device => device.AcceleratorType))
{
    using var accelerator = device.CreateAccelerator(context);
    using var input = accelerator.Allocate1D(samples);
    using var output = accelerator.Allocate1D<ILGPU.Half>(samples.Length);
    var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<ILGPU.Half>>(
        (i, from, to) => to[i] = (ILGPU.Half)from[i]);
    kernel(samples.Length, input.View, output.View);
    Console.WriteLine($"kernel on {device.AcceleratorType}: {Text(output.GetAsArray1D().Select(half => (float)half))}");
}
int all = 0, low = 0, other = 0;
for (var bits = 0x0400; bits < 0x7BFF; bits++)
    for (var step = 0; step < 16; step++, all++)
    {
        var number = Right(bits) + (Right(bits + 1) - Right(bits)) * step / 16;
        var difference = Bits((ILGPU.Half)number) - BitConverter.HalfToUInt16Bits((System.Half)number);
        if (difference == -1) low++;
        else if (difference != 0) other++;
    }
Console.WriteLine($"of {all}: {low} one unit too low, {other} otherwise different");
Console.WriteLine($"half to float: {Enumerable.Range(0, 65536).Count(bits => !Right(bits).Equals((float)OfBits(bits)))} different");
CSHARP
dotnet build probe -v quiet >>log || { cat log; exit 1; }
dotnet probe/bin/Debug/net*/probe.dll | tee seen

cat >stated <<'TEXT'
System.Half: 0.30004883 Infinity 5.9604645E-08 -0.30004883
ILGPU.Half: 0.2998047 65504 0 -0.2998047
kernel on CPU: 0.2998047 65504 0 -0.2998047
kernel on Cuda: 0.30004883 Infinity 5.9604645E-08 -0.30004883
of 491504: 230392 one unit too low, 0 otherwise different
half to float: 0 different
TEXT
if ! grep -q 'on Cuda' seen; then sed -i '/on Cuda/d' stated; fi
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
