// Measures how the console feels and prints it as a table: what is asked for stands beside. Not part of the tests,
// since clocks tell about the machine too.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { launch, noBrowser, open } from './browser.mjs';
import { fillPast } from './past.mjs';
import { ask, register, start, statusOf, until } from './platform.mjs';

if (noBrowser) {
  console.error(`Figures need a browser: ${noBrowser}`);
  process.exit(1);
}

const rounds = 5;
const runsOfPast = 100_000;
const dist = new URL('../dist/', import.meta.url);
const steps = `
- each:
    for: {each: item, in: '\${ [range(2499)] }'}
    do:
    - take: {set: {item: '\${ $item }'}}
    - tell: {set: {told: true}}
- close: {set: {closed: true}}`;

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const milliseconds = values => `${median(values)} ms (${Math.min(...values)} to ${Math.max(...values)})`;
const kilobytes = bytes => `${Math.round(bytes / 1024)} KB`;

const packed = name => gzipSync(readFileSync(new URL(name, dist))).length;
const files = readdirSync(dist, { recursive: true }).filter(name => /\.(js|css|html|svg)$/.test(name));

/** Opens an address in a browser that has seen nothing before. @returns Milliseconds from the first byte asked for
 *  until the condition holds and the browser has drawn it. */
async function timeUntil(browser, address, condition) {
  const page = await open(browser);
  await page.addInitScript(`(${watchFor})(() => ${condition})`);
  await page.goto(address);
  await page.waitForFunction(() => window.readyAfter !== undefined, undefined, { timeout: 60_000 });
  const value = Math.round(await page.evaluate(() => window.readyAfter));
  await page.context().close();
  return value;
}

// Runs in the page, whose content security policy takes no text as code.
function watchFor(holds) {
  const look = () => {
    if (holds()) requestAnimationFrame(() => setTimeout(() => { window.readyAfter = performance.now(); }));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function repeat(what) {
  const values = [];
  for (let round = 0; round < rounds; round++) values.push(await what());
  return milliseconds(values);
}

/** Goes down the list as fast as pages come. */
async function scroll(browser, screens) {
  const page = await open(browser);
  const cursors = new Set();
  page.on('request', request => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/v1/executions') cursors.add(searchParams.get('cursor'));
  });
  await page.goto('/');
  await page.locator('.table tbody tr a').first().waitFor();
  const frames = page.evaluate(() => new Promise(done => {
    const gaps = [];
    let last = performance.now();
    window.stopCounting = () => done(gaps);
    const look = () => {
      gaps.push(performance.now() - last);
      last = performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }));
  await page.mouse.move(640, 500);
  let drawn = 0;
  for (let screen = 0; screen < screens; screen++) {
    await page.mouse.wheel(0, 900);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    drawn = Math.max(drawn, await page.locator('.table tbody tr').count());
  }
  await page.evaluate(() => window.stopCounting());
  const gaps = (await frames).sort((a, b) => a - b);
  const at = Math.round(await page.evaluate(() => window.scrollY));
  await page.context().close();
  return {
    read: cursors.size * 100, drawn, at,
    median: Math.round(gaps[Math.floor(gaps.length / 2)]), most: Math.round(gaps.at(-1)),
  };
}

const { workflows } = await ask('GET', '/api/v1/workflows');
const triage = workflows.find(one => one.name === 'ticket-triage').id;
const inputs = JSON.parse(readFileSync(new URL('../../../examples/ticket-triage.input.json', import.meta.url), 'utf8'));
const run = await start(triage, { inputs });
const long = await start(await register('five-thousand', steps));
for (const id of [run, long]) {
  await until('the run has ended', async () => ['completed', 'failed'].includes(await statusOf(id)));
}
const { total_steps: stepsOfLong } = await ask('GET', `/api/executions/${long}/steps?limit=1`);
const name = 'charge';
const workflow = await register(name, '- charge: {set: {charged: true}}');
await fillPast({ workflow, name, rows: runsOfPast, needle: `The card ${Date.now()} has expired` });

const browser = await launch();
const seen = selector => `document.querySelector('${selector}')`;
const acts = seen('.actions button');
const total = `[...document.querySelectorAll('[role=status]')].some(one => /^${stepsOfLong} steps$/.test(`
  + 'one.textContent.trim()))';
const allEnded = `/^${stepsOfLong} of ${stepsOfLong} ended$/m.test(document.body.innerText)`;
const largest = [...files].sort((a, b) => packed(b) - packed(a))[0];
const list = await scroll(browser, 200);
const told = [
  ['everything that the console loads, gzip', '< 400 KB', kilobytes(files.reduce((sum, one) => sum + packed(one), 0))],
  ['its largest file, gzip', '', `${kilobytes(packed(largest))} (${largest.replace(/-[\w-]+\.js$/, '.js')})`],
  ['run page: facts and actions', '', await repeat(() => timeUntil(browser, `/runs/${run}`, acts))],
  ['run page: its graph too', '< 1,500 ms', await repeat(() =>
    timeUntil(browser, `/runs/${run}`, `${acts} && ${seen('.react-flow__node [data-status]')}`))],
  [`run of ${stepsOfLong} steps: its graph, all steps counted`, '< 2,000 ms', await repeat(() => timeUntil(
    browser, `/runs/${long}`, `${seen('.react-flow__node [data-status]')} && ${allEnded}`))],
  [`run of ${stepsOfLong} steps: the list of steps`, '< 2,000 ms', await repeat(() =>
    timeUntil(browser, `/runs/${long}?tab=steps`, total))],
  [`run of ${stepsOfLong} steps: the timeline`, '< 2,000 ms', await repeat(() => timeUntil(
    browser, `/runs/${long}?tab=timeline`, `document.querySelectorAll('.timeline .bar').length > 1 && ${allEnded}`))],
  [`list of ${runsOfPast} runs: the first are seen`, '', await repeat(() =>
    timeUntil(browser, '/', seen('.table tbody tr a')))],
  [`list of ${runsOfPast} runs, 200 turns of the wheel: runs read`, 'not all', `${list.read}`],
  ['… rows in the document at most', '', `${list.drawn}`],
  ['… between two frames', '', `${list.median} ms at the median, ${list.most} ms at most`],
];
await browser.close();
console.log('| figure | asked for | measured |\n|---|---|---|');
for (const row of told) console.log(`| ${row.join(' | ')} |`);
