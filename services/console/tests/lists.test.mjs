import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { ask, register, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };

test('Schedules_WhenOneIsPausedAndTriggered_DoesSo', options, async () => {
  await register(`scheduled-${mark}`, '- say: {set: {said: true}}');
  const body = { name: `nightly-${mark}`, workflow: `console/scheduled-${mark}`, cron: '0 3 * * *' };
  const { id } = await ask('POST', '/api/v1/schedules', { body });
  const page = await open(browser);
  await page.goto('/schedules');
  const row = page.getByRole('row').filter({ hasText: body.name });
  await row.getByRole('button', { name: 'Pause' }).click();
  await row.getByText('paused').waitFor();
  assert.equal((await ask('GET', `/api/v1/schedules/${id}`)).status, 'paused');
  await row.getByRole('button', { name: 'Run now' }).click();
  await until('it has started a run', async () =>
    (await ask('GET', `/api/v1/executions?workflow_name=scheduled-${mark}`)).total === 1);
  assert.deepEqual(page.complaints, []);
});

test('Settings_WhenAKeyIsMade_ShowsItOnceAndRevokesIt', options, async () => {
  const page = await open(browser);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name', { exact: true }).fill(`key-${mark}`);
  await page.getByRole('button', { name: 'Make it' }).click();
  const key = await page.locator('.made-key').textContent();
  assert.equal((await ask('GET', '/api/v1/executions?page_size=1', { token: key })).page_size, 1);
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: `key-${mark}` });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('revoked').waitFor();
  assert.equal(await page.getByText(key).count(), 0);
  await until('the key is refused', () =>
    ask('GET', '/api/v1/executions?page_size=1', { token: key }).then(() => false, () => true));
});

test('Lists_WhenTheScreenIsNarrow_Fit', options, async () => {
  const page = await open(browser, { size: narrow });
  for (const [path, title] of Object.entries({
    '/agents': 'Agents', '/approvals': 'Approvals', '/schedules': 'Schedules', '/batches': 'Batches',
    '/dead-letters': 'Dead letters', '/settings': 'API keys', '/workflows': 'Workflows',
    '/cluster': 'Cluster',
  })) {
    await page.goto(path);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(beyond, 0, `${path} is wider than the screen`);
  }
  assert.deepEqual(page.complaints, []);
});

test('Menu_WhenUsedByTheKeyboard_LeadsToEveryPage', options, async () => {
  const page = await open(browser);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the page');
  await page.getByRole('link', { name: 'Agents' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('ClassifierAgent', { exact: true }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Agents' }).getAttribute('aria-current'), 'page');
  assert.equal(await page.title(), 'Agents · Workflow');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});
