#!/usr/bin/env bash
# zarr-js 3.3.0 (npm) passes over parts of Zarr's metadata and gives other numbers, seen 2026-11-30.
# Four uncompressed int32 arrays of 2x3 in Zarr version 2, all 1 2 3 / 4 5 6 and all with fill_value -1: plain; with order F; with
# dimension_separator "/" (chunks of 1x3, files 0/0 and 1/0); with a delta filter.
# Expected, by the Zarr v2 specification ("order", "filters", "dimension_separator" in its section on metadata): 1 2 3 4 5 6 four times,
# or a refusal, as the same reader refuses compressors that it does not know.
# Seen: order F is read as order C, so numbers stand in the wrong places; with the separator "/" no chunk is found and all is the fill
# value; the filter is not undone, so the differences are given as the numbers. No error in any of them.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund zarr-js@3.3.0 >log
cat >probe.js <<'NODE'
const fs = require('fs');
const path = require('path');
const zarr = require('zarr-js')(fs.promises.readFile);
function write(name, more, chunks) {
  const layout = { shape: [2, 3], chunks: [2, 3], dtype: '<i4', order: 'C' };
  const metadata = { zarr_format: 2, compressor: null, filters: null, fill_value: -1, ...layout, ...more };
  for (const [key, numbers] of Object.entries(chunks)) {
    fs.mkdirSync(path.dirname(`${name}/${key}`), { recursive: true });
    fs.writeFileSync(`${name}/${key}`, Int32Array.from(numbers));
  }
  fs.writeFileSync(name + '/.zarray', JSON.stringify(metadata));
}
write('plain', {}, { '0.0': [1, 2, 3, 4, 5, 6] });
write('order', { order: 'F' }, { '0.0': [1, 4, 2, 5, 3, 6] });
write('separator', { dimension_separator: '/', chunks: [1, 3] }, { '0/0': [1, 2, 3], '1/0': [4, 5, 6] });
write('delta', { filters: [{ id: 'delta', dtype: '<i4' }] }, { '0.0': [1, 1, 1, 1, 1, 1] });
const show = names => names.length && zarr.load(names[0], (error, array) => {
  const numbers = error ? [error.message] : [0, 1].flatMap(row => [0, 1, 2].map(column => array.get(row, column)));
  console.log(`${names[0]}: ${numbers.join(' ')}`);
  show(names.slice(1));
});
show(['plain', 'order', 'separator', 'delta']);
NODE
node probe.js | tee seen

cat >stated <<'TEXT'
plain: 1 2 3 4 5 6
order: 1 4 2 5 3 6
separator: -1 -1 -1 -1 -1 -1
delta: 1 1 1 1 1 1
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
