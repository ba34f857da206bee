// Validates the reports in a folder; the name of each says with what: SET.COMMAND.FORMAT.
'use strict';
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv').default;
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const [reports, modules, expected] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
// Formats of the schemas that ajv-formats does not have.
const open = (Kind) => addFormats(new Kind({ strict: false, allErrors: true })).addFormat('iri-reference', true).addFormat('idn-email', true);

const cyclonedx = path.join(modules, '@cyclonedx/cyclonedx-library/res/schema');
const older = open(Ajv);
for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json']) older.addSchema(read(path.join(cyclonedx, name)), 'http://cyclonedx.org/schema/' + name);
const newer = open(Ajv2020);
const scan = read(path.join(reports, 'schema.scan'));
newer.addSchema(scan);
const codeQuality = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string' },
      check_name: { type: 'string' },
      fingerprint: { type: 'string' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: { type: 'object', required: ['path', 'lines'], properties: { path: { type: 'string' }, lines: { type: 'object', required: ['begin'] } } },
    },
  },
};
const inspect = newer.compile(read(path.join(reports, 'schema.inspect')));
const line = newer.compile({ $ref: scan.$id + '#/$defs/file' });
const validators = {
  'scan.sarif': newer.compile(read(path.join(modules, '@microsoft/sarif-multitool-linux/sarif-2.1.0.json'))),
  'scan.cyclonedx': older.compile(read(path.join(cyclonedx, 'bom-1.6.SNAPSHOT.schema.json'))),
  'scan.json': newer.getSchema(scan.$id),
  'scan.ndjson': line,
  'scan.gitlab': newer.compile(codeQuality),
  'inspect.json': inspect,
  'inspect.ndjson': inspect,
  'self-test.json': newer.compile(read(path.join(reports, 'schema.self-test'))),
};

// What the schemas cannot say.
const unique = (values) => (new Set(values).size === values.length ? [] : ['identifiers are not unique']);
const more = {
  'scan.sarif': (report) => {
    const { results, tool } = report.runs[0];
    const wrong = results.filter((result) => tool.driver.rules[result.ruleIndex]?.id !== result.ruleId);
    return [...(JSON.stringify(report).includes(':null') ? ['null members'] : []), ...(wrong.length > 0 ? ['a ruleIndex that is not the ruleId'] : [])];
  },
  'scan.cyclonedx': (report) => unique([...report.components, ...report.vulnerabilities].map((part) => part['bom-ref'])),
};

let passed = 0;
let failed = 0;
for (const name of fs.readdirSync(reports).sort()) {
  if (name.startsWith('schema.')) continue;
  const kind = name.slice(name.indexOf('.') + 1);
  let problems = [];
  try {
    const bytes = fs.readFileSync(path.join(reports, name));
    if (bytes.some((byte) => byte > 0x7e || (byte < 0x20 && byte !== 0x0a))) problems.push('bytes beyond printable ASCII');
    const documents = kind.endsWith('.ndjson') ? bytes.toString().trimEnd().split('\n').map((text) => JSON.parse(text)) : [JSON.parse(bytes)].flatMap((report) => (kind === 'inspect.json' ? report : [report]));
    if (documents.length === 0) problems.push('it is empty');
    for (const document of documents) {
      if (!validators[kind](document)) problems.push(...validators[kind].errors.slice(0, 5).map((error) => `${error.instancePath} ${error.message}`));
      problems.push(...(more[kind]?.(document) ?? []));
    }
  } catch (error) {
    problems.push(String(error));
  }
  if (problems.length === 0) passed++;
  else failed++;
  for (const problem of problems.slice(0, 10)) console.log(`FAILED: ${name}: ${problem}`);
}
failed += Math.max(0, Number(expected) - passed - failed);
console.log(`validate-reports: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
