#!/usr/bin/env bash
# npyjs 1.2.0 (npm) writes .npy files that say something else than it was given, seen 2026-11-30.
# Its dump() takes typed arrays or plain arrays of numbers or strings ("dtype is inferred") and, optionally, a shape.
# Expected, by NEP 1 and numpy.lib.format: the header's shape counts elements and its descr can hold them, as numpy.save writes float64
# for a list of floats and (2,) for a list of two strings.
# Seen: without a shape, two strings get the shape (16,), which is their size in bytes: NumPy cannot load that file. Plain floats are
# written as <f4 whenever they lie in its range, so 16777217.5 becomes 16777218 and 0.1 loses half of its digits; 1e300 in the same list
# makes all <f8.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund npyjs@1.2.0 >log
cat >dump.js <<'NODE'
const { dump } = require('npyjs');
// What the file holds, by the header's own words and not by a reader: descr, shape, bytes of data.
function show(values) {
  const file = Buffer.from(dump(values)), start = 10 + file.readUInt16LE(8), data = file.subarray(start);
  const header = file.toString('latin1', 10, start), descr = /'descr':\s*'([^']*)'/.exec(header)[1], shape = /\([^)]*\)/.exec(header)[0];
  const types = { '<f4': Float32Array, '<f8': Float64Array };
  const content = descr in types ? new types[descr](new Uint8Array(data).buffer).join(' ') : `${data.length} bytes`;
  console.log(`${JSON.stringify(values)}: ${descr} ${shape}, ${content}`);
}
show(['ab', 'c']);
show([0.1, 16777217.5]);
show([0.1, 1e300]);
NODE
node dump.js | tee seen

cat >stated <<'TEXT'
["ab","c"]: <U2 (16,), 16 bytes
[0.1,16777217.5]: <f4 (2,), 0.10000000149011612 16777218
[0.1,1e+300]: <f8 (2,), 0.1 1e+300
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
