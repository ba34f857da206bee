// Writes files whose names, globals and records try to forge lines, commands and markup in reports.
'use strict';
const fs = require('fs');
const path = require('path');

const folder = process.argv[2];
const names = ['\x1b[31mred', 'a\n::error::forged', '##vso[task.setvariable variable=a]b', 'x\u202ey\u2028z', ']]><script>alert(1)</script>', '[a](http:x)|`c`@all', '---', "=cmd|' C'!A0", 'percent %0A;,:'];
const text = (bytes) => Buffer.concat([Buffer.from([0x8c, bytes.length]), bytes]);

// PROTO 4, module, name, STACK_GLOBAL, EMPTY_TUPLE, REDUCE, STOP.
const call = (module, name) => Buffer.concat([Buffer.from([0x80, 4]), text(module), text(name), Buffer.from([0x93, 0x29, 0x52, 0x2e])]);

fs.mkdirSync(folder, { recursive: true });
names.forEach((name, i) => {
  fs.writeFileSync(path.join(folder, `${i}${name.replaceAll('/', '_')}.pkl`), call(Buffer.from('os'), Buffer.from(name)));
  fs.writeFileSync(path.join(folder, `module${i}.pkl`), call(Buffer.from(name), Buffer.from('f')));
});
// A lone surrogate, as Python's surrogatepass writes it; bytes that are no UTF-8 in a file's name.
fs.writeFileSync(path.join(folder, 'surrogate.pkl'), call(Buffer.from([0x78, 0xed, 0xa0, 0x80]), Buffer.from('f')));
fs.writeFileSync(Buffer.concat([Buffer.from(folder + '/bytes'), Buffer.from([0xff, 0xfe]), Buffer.from('.pkl')]), call(Buffer.from('os'), Buffer.from('system')));
fs.writeFileSync(path.join(folder, 'cut.pkl'), Buffer.from([0x80, 4, 0x7d]));
fs.writeFileSync(path.join(folder, 'clean.txt'), 'nothing\n');
