#!/usr/bin/env bash
# Numbers of HDF5 with other bits than usual: PureHDF 2.2.0 (NuGet), jsfive 0.4.2 and h5wasm 0.10.3 (npm), seen 2026-11-30.
# The file has three datasets of three numbers in two bytes each: bfloat16 (1, -2.5, 100), and 12-bit signed integers (1, -2, 2047) in the
# low and in the high bits of 16.
# Expected, by the HDF5 File Format Specification, "The Datatype Message" (class 0: bit offset, bit precision, sign; class 1: location and
# size of exponent and mantissa, exponent bias): those numbers, or a refusal. HDF5's own library converts to them (h5py 3.7.0 shows them).
# Seen: PureHDF and jsfive take any float of two bytes for IEEE half, so 1 becomes 1.875. All three ignore offset and precision of
# integers: -2 becomes 4094 in the low bits, and in the high bits everything is 16 times too large. No error, no warning.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >make.py <<'PYTHON'
from struct import pack
UNSET = 2**64 - 1

def message(kind, body):
    body += bytes(-len(body) % 8)
    return pack("<HHB3x", kind, len(body), 0) + body

def header(*messages):
    return pack("<BxHII4x", 1, len(messages), 1, sum(map(len, messages))) + b"".join(messages)

def dataset(datatype, address):
    space, fill, layout = pack("<BBB5xQ", 1, 1, 0, 3), bytes([2, 2, 2, 0]), pack("<BBQQ", 3, 1, address, 6)
    return header(message(1, space), message(3, datatype), message(5, fill), message(8, layout))

def root(addresses):
    links = [message(6, bytes([1, 0, len(name)]) + name.encode() + pack("<Q", a)) for (name, _, _), a in zip(sets, addresses)]
    return header(message(2, pack("<BBQQ", 0, 0, UNSET, UNSET)), message(10, bytes(2)), *links)

bfloat16 = pack("<BBBBIHHBBBBI", 0x11, 0x20, 15, 0, 2, 0, 16, 7, 8, 0, 7, 127)
low, high = (pack("<BBBBIHH", 0x10, 8, 0, 0, 2, offset, 12) for offset in (0, 4))
sets = [("bfloat16", bfloat16, (0x3F80, 0xC020, 0x42C8)), ("int12_low", low, (1, 0xFFE, 0x7FF)),
        ("int12_high", high, (0x10, 0xFFE0, 0x7FF0))]

at, addresses, parts = 96 + len(root([0] * 3)), [], b""
for _, datatype, numbers in sets:
    addresses.append(at + len(parts))
    parts += dataset(datatype, at + len(parts) + len(dataset(datatype, 0))) + pack("<4H", *numbers, 0)
superblock = b"\x89HDF\r\n\x1a\n" + pack("<8BHHI", 0, 0, 0, 0, 0, 8, 8, 0, 4, 16, 0) + pack("<4Q", 0, UNSET, at + len(parts), UNSET)
open("numbers.h5", "wb").write(superblock + pack("<QQII16x", 0, 96, 0, 0) + root(addresses) + parts)
PYTHON
python3 make.py

dotnet new console -n pure >log
dotnet add pure package PureHDF --version 2.2.0 >>log
cat >pure/Program.cs <<'CSHARP'
using PureHDF;
var file = H5File.OpenRead("numbers.h5");
FormattableString line = $"PureHDF bfloat16 {string.Join(' ', file.Dataset("bfloat16").Read<Half[]>().Select(half => (double)half))}";
Console.WriteLine(FormattableString.Invariant(line));
foreach (var name in new[] { "int12_low", "int12_high" })
    Console.WriteLine($"PureHDF {name} {string.Join(' ', file.Dataset(name).Read<short[]>())}");
CSHARP
npm install --silent --no-audit --no-fund jsfive@0.4.2 h5wasm@0.10.3 >>log
cat >read.mjs <<'NODE'
import fs from 'node:fs';
import { File } from 'jsfive';
import h5wasm from 'h5wasm/node';
await h5wasm.ready;
const five = new File(new Uint8Array(fs.readFileSync('numbers.h5')).buffer), wasm = new h5wasm.File('numbers.h5', 'r');
const integers = ['int12_low', 'int12_high'];
for (const name of ['bfloat16', ...integers]) console.log('jsfive', name, five.get(name).value.join(' '));
for (const name of integers) console.log('h5wasm', name, wasm.get(name).value.join(' '));
NODE

dotnet build pure -v quiet >>log || { cat log; exit 1; }
{ dotnet pure/bin/Debug/net*/pure.dll && node read.mjs; } | tee seen
cat >stated <<'TEXT'
PureHDF bfloat16 1.875 -2.0625 3.390625
PureHDF int12_low 1 4094 2047
PureHDF int12_high 16 -32 32752
jsfive bfloat16 1.875 -2.0625 3.390625
jsfive int12_low 1 4094 2047
jsfive int12_high 16 -32 32752
h5wasm int12_low 1 4094 2047
h5wasm int12_high 16 -32 32752
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
