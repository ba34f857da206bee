#!/usr/bin/env bash
# jsfive 0.4.2 (npm), a reader of HDF5, leaves out attributes and fill values without a word, seen 2026-11-30.
# h5wasm 0.10.3, which is HDF5's own library, writes a file whose order of creation is tracked: the root has 8 attributes, a group has 9,
# and an int32 dataset of chunks of 2 has 4 elements, of which the last chunk was never written.
# Expected, by the HDF5 File Format Specification: "The Attribute Info Message" leads to the attributes of an object that has more than
# its header holds (8 by default, in "dense" storage), and an element that was never written has "The Fill Value Message"'s value, here 0.
# Seen: h5wasm gives 8 and 9 attributes and 1 2 0 0. jsfive gives 8 and none at all, so the ninth attribute hides the other eight, and an
# array with holes where 0 should be. No error, no warning.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund jsfive@0.4.2 h5wasm@0.10.3 >log
cat >probe.mjs <<'NODE'
import fs from 'node:fs';
import { File } from 'jsfive';
import h5wasm from 'h5wasm/node';
await h5wasm.ready;
const file = new h5wasm.File('attributes.h5', 'w', { track_order: true });
const group = file.create_group('group');
for (let i = 0; i < 8; i++) file.create_attribute('attribute' + i, i);
for (let i = 0; i < 9; i++) group.create_attribute('attribute' + i, i);
file.create_dataset({ name: 'dataset', data: Int32Array.of(1, 2), shape: [2], maxshape: [4], chunks: [2] }).resize([4]);
file.close();

const readers = {
  h5wasm: new h5wasm.File('attributes.h5', 'r'),
  jsfive: new File(new Uint8Array(fs.readFileSync('attributes.h5')).buffer),
};
for (const [name, opened] of Object.entries(readers)) {
  const [root, inner] = [opened, opened.get('group')].map(object => Object.keys(object.attrs).length);
  const elements = Array.from(opened.get('dataset').value, String).join(' ');
  console.log(`${name}: ${root} attributes of the root, ${inner} of the group, elements ${elements}`);
}
NODE
node probe.mjs | tee seen

cat >stated <<'TEXT'
h5wasm: 8 attributes of the root, 9 of the group, elements 1 2 0 0
jsfive: 8 attributes of the root, 0 of the group, elements 1 2 undefined undefined
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
