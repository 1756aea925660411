// What happens in an order, or at a moment, that is rare on a quiet machine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { ask, register, start, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };
const heldRun = async name => await start(await register(`${name}-${mark}`, '- hold: {wait: {hours: 1}}'));
const cancel = id => ask('POST', `/api/v1/executions/${id}/cancel`, { body: {} });

test('Run_WhenItsEndIsReadBeforeItIsTold_ShowsAllThatEndedWithIt', options, async () => {
  const id = await start(await register(`ended-${mark}`, '- one: {set: {a: 1}}\n- two: {set: {b: 2}}'));
  await until('it ends', async () => (await ask('GET', `/api/v1/executions/${id}`)).status === 'completed');
  const page = await open(browser);
  let looks = 0;
  await page.route(`**/api/v1/executions/${id}`, async route => {
    const answer = await route.fetch();
    const old = looks++ === 0 ? { status: 'running', completed_at: null } : {};
    await route.fulfill({ response: answer, json: { ...await answer.json(), ...old } });
  });
  let reads = 0;
  await page.route(`**/api/executions/${id}/steps?*`, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...await answer.json(), ...(reads++ === 0 && { steps: [] }) } });
  });
  const progress = 'id: 1\nevent: progress\ndata: {"type": "progress", "status": "running", "steps": []}\n\n';
  await page.route(`**/api/v1/executions/${id}/events`, route =>
    route.fulfill({ contentType: 'text/event-stream', body: progress }));
  await page.goto(`/runs/${id}?tab=steps`);
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  await page.getByText('2 steps').waitFor();
});

test('Run_WhenItChangesWhileNobodyLooks_IsShownAsItIs', options, async () => {
  const id = await heldRun('unseen');
  const page = await open(browser);
  const see = isSeen => page.evaluate(hidden => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !isSeen);
  await page.goto(`/runs/${id}`);
  await page.locator('.page-head').getByText('running', { exact: true }).waitFor();
  await page.locator('.page-head').getByText('Live', { exact: true }).waitFor();
  const left = page.waitForEvent('requestfailed', request => request.url().endsWith('/events'));
  await see(false);
  await left;
  await ask('POST', `/api/v1/executions/${id}/pause`, { body: {} });
  await until('it is paused', async () => (await ask('GET', `/api/v1/executions/${id}`)).paused_at !== null);
  await see(true);
  await page.locator('.page-head').getByText('paused', { exact: true }).waitFor();
  await cancel(id);
});

test('Run_WhenItGoesOn_KeepsOpenWhatWasOpened', options, async () => {
  const id = await heldRun('opened');
  const page = await open(browser);
  await page.goto(`/runs/${id}`);
  await page.locator('.page-head').getByText('running', { exact: true }).waitFor();
  await page.getByText('Why, and what comes next').click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.explain code').getByText('paused', { exact: true }).waitFor();
  await cancel(id);
});

test('Start_WhenClickedTwice_StartsOneRun', options, async () => {
  const workflow = await register(`once-${mark}`, '- say: {set: {said: true}}');
  const page = await open(browser);
  let starts = 0;
  page.on('request', request => { if (request.method() === 'POST') starts++; });
  await page.goto(`/workflows/${workflow}?tab=start`);
  await page.getByRole('button', { name: 'Start', exact: true }).dblclick();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  assert.equal(starts, 1);
});

test('Move_WhenTheRunIsSeenToHaveMoved_StillTellsWhatBecameOfIt', options, async () => {
  const textOf = version =>
    `document: {dsl: 1.0.0, namespace: console, name: follows-${mark}, version: ${version}}
do:
- hold: {wait: {hours: 1}}
`;
  const { id } = await ask('POST', '/api/v1/workflows', { text: textOf('1.0.0') });
  const run = await start(id);
  await ask('PUT', `/api/v1/workflows/${id}`, { text: textOf('2.0.0') });
  const page = await open(browser);
  await page.goto(`/runs/${run}`);
  await page.locator('.page-head').getByText('running', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByRole('button', { name: 'Move 1 run' }).click();
  await page.locator('.facts').getByText('2.0.0', { exact: true }).waitFor();
  const dialog = page.getByRole('dialog', { name: 'Moving to 2.0.0' });
  await dialog.getByText('1 of 1 moved. It is finished.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
  await cancel(run);
});

test('Cluster_WhenALookFails_LooksAgain', options, async () => {
  const page = await open(browser);
  let looks = 0;
  await page.route('**/api/v1/consumers', route => (++looks === 2 ? route.fulfill({ status: 500 }) : route.continue()));
  await page.goto('/cluster');
  await until('it looks again', () => looks > 3);
  await page.getByText(/consumers alive/).waitFor();
});
