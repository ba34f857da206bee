#!/usr/bin/env bash
# Integers of pickles in three npm readers, pickleparser 0.2.1, jpickle 0.4.1 and unpickle 0.2.0, seen 2026-11-30.
# Python pickles one int a file, by protocol 2: -1 (opcode BININT), 3000000000 and -3000000000 (LONG1, as every int beyond 32 bits).
# Expected, by Python's pickletools: BININT is a signed four-byte integer, LONG1 a two's complement one of up to 255 bytes.
# Seen: pickleparser reads LONG1 as unsigned, so -3000000000 becomes 1096511627776, 2^40 more. jpickle makes a 0 of every LONG1, also of
# positive ones. unpickle reads BININT as unsigned, so -1 becomes 4294967295; it says of LONG1 that it does not know it. No other errors:
# a negative seed, step or identifier of a checkpoint comes out as another number, and not as the same one in any two of the readers.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund pickleparser@0.2.1 jpickle@0.4.1 unpickle@0.2.0 >log
cat >make.py <<'PYTHON'
import pickle
for number in (-1, 3000000000, -3000000000):
    with open(f"{number}.pickle", "wb") as file:
        pickle.dump(number, file, protocol=2)
PYTHON
python3 make.py

cat >read.js <<'NODE'
const fs = require('fs');
const { Parser } = require('pickleparser');
const jpickle = require('jpickle');
const unpickle = require('unpickle');
const readers = {
  pickleparser: bytes => new Parser().parse(bytes),
  jpickle: bytes => jpickle.loads(bytes.toString('latin1')),
  unpickle: bytes => unpickle(bytes),
};
for (const [name, read] of Object.entries(readers)) {
  for (const number of ['-1', '3000000000', '-3000000000']) {
    let result;
    try { result = read(fs.readFileSync(number + '.pickle')); } catch (error) { result = 'error: ' + error.message; }
    console.log(`${name}: ${number} is read as ${result}`);
  }
}
NODE
node read.js | tee seen

cat >stated <<'TEXT'
pickleparser: -1 is read as -1
pickleparser: 3000000000 is read as 3000000000
pickleparser: -3000000000 is read as 1096511627776
jpickle: -1 is read as -1
jpickle: 3000000000 is read as 0
jpickle: -3000000000 is read as 0
unpickle: -1 is read as 4294967295
unpickle: 3000000000 is read as error: Unknown opcode: 0x8a
unpickle: -3000000000 is read as error: Unknown opcode: 0x8a
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
