#!/usr/bin/env bash
# Strings and byte arrays of GGUF metadata in two npm readers, @huggingface/gguf 0.4.6 and hyllama 0.2.2, seen 2026-11-30.
# A GGUF v3 file without tensors has tokenizer.ggml.tokens, an array of three strings (U+FEFF "using", "using", U+2581 "a", the last as
# SentencePiece marks a word), and tokenizer.ggml.precompiled_charsmap, an array of two UINT8.
# Expected, by the GGUF specification (gguf_string_t: a length and that many bytes of UTF-8; gguf_metadata_value_type: UINT8 is 0): three
# different tokens as above, and metadata that were read can be written again.
# Seen: @huggingface/gguf drops a leading U+FEFF, so two tokens of different numbers have the same text, and its serializeGgufMetadata()
# refuses an array of UINT8 that gguf() itself gave (type 0 counts as none); INT8 works. hyllama makes a character of each byte of UTF-8.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund @huggingface/gguf@0.4.6 hyllama@0.2.2 >log
cat >probe.mjs <<'NODE'
import fs from 'node:fs';
import { gguf, serializeGgufMetadata } from '@huggingface/gguf';
import { ggufMetadata } from 'hyllama';

const [UINT8, INT8, STRING, ARRAY] = [0, 1, 8, 9];
const uint32 = number => new Uint8Array(Uint32Array.of(number).buffer);
const uint64 = number => new Uint8Array(BigUint64Array.of(BigInt(number)).buffer);
const string = text => Buffer.concat([uint64(Buffer.byteLength(text)), Buffer.from(text)]);
const array = (key, type, items) => Buffer.concat([string(key), uint32(ARRAY), uint32(type), uint64(items.length), ...items]);
const entries = [
  array('tokenizer.ggml.tokens', STRING, ['\ufeffusing', 'using', '\u2581a'].map(string)),
  array('tokenizer.ggml.precompiled_charsmap', UINT8, [Uint8Array.of(1), Uint8Array.of(2)]),
  array('other.charsmap', INT8, [Uint8Array.of(1), Uint8Array.of(2)]),
];
const file = Buffer.concat([Buffer.from('GGUF'), uint32(3), uint64(0), uint64(entries.length), ...entries]);
fs.writeFileSync('vocabulary.gguf', file);

const codes = texts => texts.map(text => Array.from(text, c => c.codePointAt(0).toString(16)).join(' ')).join(' | ');
const { typedMetadata } = await gguf('vocabulary.gguf', { allowLocalFile: true, typedMetadata: true });
console.log('@huggingface/gguf:', codes(typedMetadata['tokenizer.ggml.tokens'].value));
console.log('hyllama:', codes(ggufMetadata(new Uint8Array(file).buffer).metadata['tokenizer.ggml.tokens']));
const { version, tensor_count, kv_count } = typedMetadata;
for (const key of ['tokenizer.ggml.precompiled_charsmap', 'other.charsmap']) {
  let result;
  try { result = serializeGgufMetadata({ version, tensor_count, kv_count, [key]: typedMetadata[key] }).length + ' bytes'; }
  catch (error) { result = error.message; }
  console.log(`written again, ${key} = ${typedMetadata[key].value}: ${result}`);
}
NODE
node probe.mjs | tee seen

cat >stated <<'TEXT'
@huggingface/gguf: 75 73 69 6e 67 | 75 73 69 6e 67 | 2581 61
hyllama: ef bb bf 75 73 69 6e 67 | 75 73 69 6e 67 | e2 96 81 61
written again, tokenizer.ggml.precompiled_charsmap = 1,2: Array type requires subType to be specified
written again, other.charsmap = 1,2: 64 bytes
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
