import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { ask, register, start, statusOf, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };

const choosing = `
- ask: {run: {workflow: {namespace: console, name: labels-${mark}, version: 1.0.0, input: {text: '\${ .text }'}}}}
- choose:
    switch:
    - spam: {when: .label == "spam", then: drop}
    - other: {then: keep}
- drop: {set: {kept: false}, then: end}
- keep: {set: {kept: true}}`;

test('Simulation_WhenResultsAreMissing_AsksForThemAndShowsThePath', options, async () => {
  await register(`labels-${mark}`, '- label: {set: {label: ham}}');
  const id = await register(`simulated-${mark}`, choosing);
  const page = await open(browser);
  await page.goto(`/workflows/${id}?tab=simulate`);
  await page.getByLabel('Input, as JSON').fill('{"text": "hello');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByRole('alert').filter({ hasText: 'The input is no JSON.' }).waitFor();
  await page.getByLabel('Input, as JSON').fill('{"text": "hello"}');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByText("It goes no further without the result of 'ask'.").waitFor();
  await page.getByText('What it would send').click();
  await page.getByRole('region', { name: 'Sent by ask' }).getByText('hello').waitFor();
  await page.getByLabel('Result of ask', { exact: true }).fill('{"label": "spam"}');
  await page.getByRole('button', { name: 'Go on with these results' }).press('Enter');
  await page.getByText('It would complete, after 3 steps.').waitFor();
  const path = page.getByRole('region', { name: 'Path taken' });
  assert.deepEqual(await path.getByRole('button').allTextContents(), ['ask', 'choose', 'drop']);
  await path.getByText('→ spam').waitFor();
  const graph = page.getByRole('region', { name: 'Path on the graph' });
  await graph.locator('[data-id="/do/2/drop"] [data-status=completed]').waitFor();
  assert.equal(await graph.locator('[data-id="/do/3/keep"] [data-status]').count(), 0);
  await until('two edges are taken', async () => await graph.locator('.react-flow__edge.taken').count() === 2);
  await page.getByLabel('Result of ask: what it is').selectOption('fails with');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByText('It would fail.').waitFor();
  await path.getByRole('button', { name: 'ask' }).click();
  await page.getByRole('dialog', { name: 'ask' }).getByRole('region', { name: 'Error' }).getByText('503').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Editor_WhenARunOfYesterdayIsSimulated_TellsWhereTheTextWouldHaveSentIt', options, async () => {
  await register(`labels2-${mark}`, '- label: {set: {label: ham}}');
  const id = await register(`what-if-${mark}`, choosing.replace('name: labels', 'name: labels2'));
  const run = await start(id, { inputs: { text: 'lunch?' } });
  await until('the run has ended', async () => await statusOf(run) === 'completed');
  const page = await open(browser, { size: narrow, theme: 'dark' });
  await page.goto(`/workflows/${id}/edit`);
  await page.getByText('Simulate what is written').click();
  await page.getByLabel('Results from').selectOption(run);
  await page.getByRole('button', { name: 'Simulate' }).click();
  const output = page.getByRole('region', { name: 'Output' });
  await output.getByText('true').waitFor();
  const area = page.getByLabel('Definition');
  await area.fill((await area.inputValue()).replace('"spam"', '"ham"'));
  await output.waitFor({ state: 'detached' });
  await page.getByText('It is valid.').waitFor();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await output.getByText('false').waitFor();
  await area.fill((await area.inputValue()).replace('switch:', 'swich:'));
  await page.getByText('found wrong').waitFor();
  const button = page.getByRole('button', { name: 'Simulate' });
  assert.equal(await button.getAttribute('title'), 'Mend what is wrong first.');
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(beyond, 0, 'the page is wider than the screen');
  assert.equal((await ask('GET', `/api/v1/executions?target_id=${id}`)).total, 1);
  assert.deepEqual(page.complaints, []);
});
