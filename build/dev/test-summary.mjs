// Reads the result files of the test projects and prints what failed, what was skipped and why, and the sums.
// Arguments: folder of the results, the filter (may be empty), the names of the projects.
// Ends with 1 when a test failed, a project did not run, or nothing ran at all.
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const [folder, filter, ...projects] = process.argv.slice(2);

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const decode = text => text
  .replace(/&#x([0-9a-fA-F]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#([0-9]+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name]);
const attribute = (tag, name) => decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const inside = (xml, name) => decode(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '').trim();

/** Every test of one result file: name, outcome, what it said. */
function* testsOf(xml) {
  for (const [whole, head] of xml.matchAll(/<UnitTestResult(\s[^>]*?)(?:\/>|>[\s\S]*?<\/UnitTestResult>)/g)) {
    yield {
      name: attribute(head, 'testName'),
      outcome: attribute(head, 'outcome'),
      message: inside(whole, 'Message') || inside(whole, 'StdOut'),
      stack: inside(whole, 'StackTrace'),
    };
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failed = [], skipped = [], broken = [];

for (const project of projects) {
  const path = join(folder, `${project}.trx`);
  const log = join(folder, `${project}.log`);
  const xml = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const own = { passed: 0, failed: 0, skipped: 0 };
  for (const test of testsOf(xml)) {
    const kind = test.outcome === 'Passed' ? 'passed' : test.outcome === 'NotExecuted' ? 'skipped' : 'failed';
    own[kind]++;
    if (kind === 'failed') failed.push(test);
    if (kind === 'skipped') skipped.push(test);
  }
  const ran = own.passed + own.failed + own.skipped;
  const outcome = attribute(/<ResultSummary[^>]*>/.exec(xml)?.[0] ?? '', 'outcome');
  if (xml === '' || (ran === 0 && !filter)) {
    broken.push(`${project} did not run.`);
  } else if (outcome === 'Failed' && own.failed === 0) {
    broken.push(`${project} did not run to its end.`);
  }
  if (broken.at(-1)?.startsWith(`${project} `) && existsSync(log)) {
    const said = readFileSync(log, 'utf8').split('\n').filter(line => line.trim() && !/^\s+at /.test(line));
    broken.push(said.slice(-25).map(line => `    | ${line.slice(0, 200)}`).join('\n'));
  }
  for (const kind of Object.keys(total)) total[kind] += own[kind];
  console.log(`${project}: ${own.passed} passed, ${own.failed} failed, ${own.skipped} skipped`);
}

const indent = (text, lines) => text.split('\n').slice(0, lines).map(line => `    ${line}`).join('\n');
if (failed.length > 0) console.log(`\n${failed.map(test => `FAILED ${test.name}`).join('\n')}`);
for (const test of failed) {
  console.log(`\n${test.name}\n${indent(test.message, 20)}`);
  if (test.stack) console.log(indent(test.stack, 6));
}
if (skipped.length > 0) console.log('\nSkipped:');
for (const test of skipped) console.log(`  ${test.name}: ${test.message.split('\n')[0] || 'no reason given'}`);
for (const line of broken) console.log(`\n${line}`);
const ran = total.passed + total.failed;
if (ran === 0) console.log('\nNo test ran.');

console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || broken.length > 0 || ran === 0 ? 1 : 0;
