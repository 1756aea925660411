import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { ask, register, start, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };

const fanOut = `
- each:
    for: {each: item, in: '\${ [range(100)] }', parallel: 25}
    do:
    - rest: {wait: {milliseconds: 300}}
    - tell: {set: {item: '\${ $item }'}}`;

test('Run_WhenAFanOutOfAHundredIsUnderWay_IsFollowedToItsEnd', options, async () => {
  const id = await start(await register(`fan-out-${mark}`, fanOut));
  const page = await open(browser);
  await page.goto(`/runs/${id}`);
  const node = page.locator('[data-id="/do/0/each/do/1/tell"]');
  await until('some turns are counted and some are missing', async () => {
    const told = await node.textContent().catch(() => '');
    const done = Number(/(\d+)set$/.exec(told)?.[1] ?? 0);
    return done > 0;
  });
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  await until('all hundred turns are counted', async () => /100set$/.test(await node.textContent()));
  await page.getByRole('tab', { name: 'Steps' }).click();
  await page.getByText('201 steps').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Run_WhenAStepFailed_ShowsWhereAndIsRetried', options, async () => {
  const workflow = await register(`fails-${mark}`, `
- begin: {set: {begun: true}}
- refuse: {raise: {error: {type: 'https://example.com/errors/no', status: 422, title: 'Not like this'}}}`);
  const id = await start(workflow);
  const page = await open(browser);
  await page.goto(`/?status=failed&in=workflow_name&q=fails-${mark}`);
  await page.locator(`a[href="/runs/${id}"]`).click();
  await page.getByText('Not like this').first().waitFor();
  const pause = page.getByRole('button', { name: 'Pause' });
  assert.equal(await pause.getAttribute('aria-disabled'), 'true');
  assert.match(await pause.getAttribute('title'), /has ended/);
  await page.getByRole('tab', { name: 'Graph' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'begin' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'begin' });
  await dialog.getByRole('region', { name: 'Output' }).getByText('begun').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.waitForURL(url => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(id));
  const repeated = new URL(page.url()).pathname.split('/')[2];
  assert.equal((await ask('GET', `/api/v1/executions/${repeated}`)).retried_from, id);
  assert.deepEqual(page.complaints, []);
});

test('Timeline_WhenWalkedThroughByKeys_OpensTheStepThatIsReached', options, async () => {
  const id = await start(await register(`walked-${mark}`, `- one: {set: {said: first}}
- two: {set: {said: second}}
- three: {set: {said: last}}`));
  const page = await open(browser);
  // Began within a millisecond, written as the API does: as text, the first of these moments would be the last.
  const began = ['2026-03-01T10:00:00.12Z', '2026-03-01T10:00:00.120001Z', '2026-03-01T10:00:00.1201Z'];
  await page.route(`**/api/executions/${id}/steps?*`, async route => {
    const answer = await route.fetch();
    const { steps, ...rest } = await answer.json();
    const json = { ...rest, steps: steps.map((step, at) => ({ ...step, started_at: began[at] })) };
    await route.fulfill({ response: answer, json });
  });
  await page.goto(`/runs/${id}?tab=timeline`);
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  for (const step of ['two', 'three']) await page.getByRole('button', { name: new RegExp(`^${step}, `) }).waitFor();
  await page.getByRole('button', { name: /^one, completed/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: /^two, completed/ }).and(page.locator(':focus')).waitFor();
  assert.equal(await page.locator('.timeline [tabindex="0"]').count(), 1, 'one stop of the tab key');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'three' }).getByText('last').first().waitFor();
});

test('Run_WhenPausedAndResumed_SaysSo', options, async () => {
  const id = await start(await register(`paused-${mark}`, '- hold: {wait: {hours: 1}}'));
  const page = await open(browser, { size: narrow, theme: 'dark' });
  await page.goto(`/runs/${id}?tab=timeline`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.page-head').getByText('paused', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.locator('.page-head').getByText('running', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.page-head').getByText('cancelled', { exact: true }).waitFor();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(beyond, 0, 'the page is wider than the screen');
});

test('Run_WhenItsDataAreSearched_MarksWhatIsFound', options, async () => {
  const workflow = await register(`searched-${mark}`, '- say: {set: {deep: {needle: [1, {hay: "needles"}]}}}');
  const id = await start(workflow, { inputs: { colour: 'green' } });
  const page = await open(browser);
  await page.goto(`/runs/${id}?tab=data`);
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  await page.getByLabel('Search in Output').fill('needle');
  await page.getByText('2 found').waitFor();
  assert.equal(await page.locator('mark').count(), 2);
});

test('Expression_WhenTried_GivesWhatItGivesOnTheRun', options, async () => {
  const id = await start(await register(`tried-${mark}`, '- add: {set: {sum: "${ .a + .b }"}}'), {
    inputs: { a: 2, b: 3 },
  });
  const page = await open(browser);
  await page.goto(`/runs/${id}?tab=data`);
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  await page.getByText('Try an expression').click();
  const text = page.getByLabel('jq, with');
  await text.fill('.a +');
  await text.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'line 1, column' }).waitFor();
  await text.fill('$input.a * .sum');
  await page.getByLabel('. is the').selectOption('output');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.getByRole('region', { name: 'Result' }).getByText('10', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Steps' }).click();
  await page.getByRole('button', { name: 'add' }).click();
  const dialog = page.getByRole('dialog', { name: 'add' });
  await dialog.getByText('Try an expression').click();
  await dialog.getByLabel('jq, with').fill('.b, $output.sum');
  await dialog.getByRole('button', { name: 'Try', exact: true }).click();
  await dialog.getByRole('region', { name: '2 results' }).getByText('5', { exact: true }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Run_WhenOthersBelongToIt_LeadsToThem', options, async () => {
  await register(`child-${mark}`, '- say: {set: {said: true}}');
  const child = `{run: {workflow: {namespace: console, name: child-${mark}, version: 1.0.0}}}`;
  const workflow = await register(`parent-${mark}`, `- begin: ${child}`);
  const other = await start(workflow, { business_key: `order-${mark}` });
  const parent = await start(workflow, { business_key: `order-${mark}` });
  const page = await open(browser);
  await page.goto(`/runs/${parent}?tab=related`);
  const key = page.getByRole('region', { name: 'With the same business key' });
  await key.locator(`a[href="/runs/${other}"]`).waitFor();
  await page.getByRole('region', { name: 'Started', exact: true }).getByRole('link', { name: `child-${mark}` }).click();
  await page.getByRole('tab', { name: 'Related' }).click();
  await page.getByRole('region', { name: 'Started by' }).locator(`a[href="/runs/${parent}"]`).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Run_WhenItIsUnknown_SaysSo', options, async () => {
  const page = await open(browser);
  await page.goto('/runs/01a1fc25-3936-7f78-be34-000000000000');
  await page.getByRole('alert').waitFor();
});
