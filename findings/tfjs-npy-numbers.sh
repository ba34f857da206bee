#!/usr/bin/env bash
# tfjs-npy 0.0.3 (npm), .npy files to and from TensorFlow.js, seen 2026-11-30.
# Read: an int64 array (what NumPy makes of a list of ints) of 4294967301, -4294967297 and 7. Written: a scalar and a bool tensor.
# Expected, by NEP 1 (descr is a dtype, shape the literal of a Python tuple): those numbers or a refusal; files that others can read, with
# the shape () and the descr |b1, or a refusal.
# Seen: of each int64 only the low 32 bits are kept, so 4294967301 is 5 and -4294967297 is -1. The scalar's shape is written as (,), which
# is no Python, and the bool tensor's descr as the word undefined, with zeros for data: its values are lost. No error in any of the three.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund tfjs-npy@0.0.3 >log 2>&1
cat >probe.js <<'NODE'
const tf = require('@tensorflow/tfjs-core');
const { parse, serialize } = require('tfjs-npy');
function npy(descr, values) {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117) + '\n';
  const file = Buffer.concat([Buffer.from('\x93NUMPY\x01\0v\0' + header, 'latin1'), Buffer.from(values.buffer)]);
  return new Uint8Array(file).buffer;
}
async function written(tensor) {
  const file = Buffer.from(await serialize(tensor)), start = 10 + file.readUInt16LE(8);
  return file.toString('latin1', 10, start).trim() + ' then ' + file.toString('hex', start);
}
(async () => {
  console.log('int64:', Array.from(parse(npy('<i8', BigInt64Array.of(4294967301n, -4294967297n, 7n))).dataSync()).join(' '));
  console.log('scalar:', await written(tf.scalar(3.5)));
  console.log('bool:', await written(tf.tensor1d([true, false, true], 'bool')));
})();
NODE
node probe.js 2>>log | tee seen

cat >stated <<'TEXT'
int64: 5 -1 7
scalar: {'descr': '<f4', 'fortran_order': False, 'shape': (,), } then 00006040
bool: {'descr': 'undefined', 'fortran_order': False, 'shape': (3,), } then 000000000000000000000000
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
