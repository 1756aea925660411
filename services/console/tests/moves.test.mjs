import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { ask, start, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const options = { skip: noBrowser ?? false };
const name = `moves-${Date.now().toString(36)}`;

const textOf = (version, first, last) => `document: {dsl: 1.0.0, namespace: console, name: ${name}, version: ${version}}
do:
- ${first}: {set: {begun: true}}
- hold: {wait: {hours: 1}}
- last: {set: {${last}: true}}
`;

/** Runs of 1.0.0 that wait, and two newer versions: 2.0.0 changes what comes after, 3.0.0 what they have done. */
async function threeWaiting() {
  const { id } = await ask('POST', '/api/v1/workflows', { text: textOf('1.0.0', 'begin', 'old') });
  const runs = await Promise.all([1, 2, 3].map(() => start(id)));
  for (const run of runs) {
    await until('it waits', async () =>
      (await ask('GET', `/api/executions/${run}/steps`)).steps.some(step => step.step_id === 'hold'));
  }
  await ask('PUT', `/api/v1/workflows/${id}`, { text: textOf('2.0.0', 'begin', 'new') });
  await ask('PUT', `/api/v1/workflows/${id}`, { text: textOf('3.0.0', 'start', 'new') });
  return { id, runs };
}

test('OpenRuns_WhenMovedToAnotherVersion_AreCheckedFirst', options, async () => {
  const { id, runs } = await threeWaiting();
  const page = await open(browser);
  await page.goto(`/runs/${runs[0]}`);
  const button = page.getByRole('button', { name: 'Move', exact: true });
  await button.press('Enter');
  await page.getByText('It cannot be moved to 3.0.0 now.').waitFor();
  await page.getByRole('list', { name: 'Why some stay' }).getByText("Step 'begin' (/do/0/begin)").waitFor();
  const move = page.getByRole('dialog').getByRole('button', { name: /^Move / });
  assert.equal(await move.getAttribute('aria-disabled'), 'true');
  assert.match(await move.getAttribute('title'), /No run can be moved/);
  await page.getByLabel('To version').selectOption('2.0.0');
  await page.getByText('What is recorded of it fits 2.0.0.').waitFor();
  await page.getByLabel('Reason, for the audit log').fill('the last step was wrong');
  await move.click();
  await page.getByText('1 of 1 moved. It is finished.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('.facts').getByText('2.0.0', { exact: true }).waitFor();
  assert.equal((await ask('GET', `/api/v1/executions/${runs[0]}`)).workflow_version, '2.0.0');

  await page.setViewportSize(narrow);
  await page.goto(`/workflows/${id}?tab=versions`);
  const row = version => page.getByRole('row').filter({ hasText: version });
  await row('1.0.0').getByRole('button', { name: 'Move open runs of 1.0.0' }).click();
  await page.getByText('None of the 2 fits 3.0.0.').waitFor();
  await page.getByText('2 runs: A recorded step does not fit the new version.').waitFor();
  await page.getByLabel('To version').selectOption('2.0.0');
  await page.getByText('All 2 fit 2.0.0.').waitFor();
  await page.getByRole('button', { name: 'Move 2 runs' }).click();
  await page.getByText('2 of 2 moved. It is finished.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await row('2.0.0').getByText('3', { exact: true }).waitFor();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(beyond, 0, 'the page is wider than the screen');
  await ask('POST', `/api/v1/executions/${runs[0]}/cancel`, { body: {} });
  await page.goto(`/runs/${runs[0]}`);
  await page.locator('.page-head').getByText('cancelled', { exact: true }).waitFor();
  assert.match(await button.getAttribute('title'), /has ended/);
  assert.deepEqual(page.complaints, []);
});
