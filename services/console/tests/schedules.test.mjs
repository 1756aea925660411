import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { ask, register, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

test('Schedules_WhenOneIsMadeChangedAndDeleted_ItIsSo', { skip: noBrowser ?? false }, async () => {
  const workflow = await register(`due-${mark}`, '- say: {set: {said: true}}');
  const page = await open(browser);
  await page.goto('/schedules');
  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByLabel('Name').fill(`nightly-${mark}`);
  await page.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption({ label: `console/due-${mark}` });
  await page.getByLabel('When', { exact: true }).fill('99 3 * * *');
  await page.getByRole('alert').filter({ hasText: '99' }).waitFor();
  await page.getByLabel('When', { exact: true }).fill('30 3 * * *');
  await page.getByLabel('Time zone').fill('UTC');
  const next = page.getByRole('region', { name: 'Next times' });
  await next.getByText(' 03:30 +00:00').nth(4).waitFor();
  await page.getByLabel('Input, as JSON').fill('{"full": true}');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: `nightly-${mark}` }).click();
  const dialog = page.getByRole('dialog', { name: `nightly-${mark}` });
  await dialog.getByRole('region', { name: 'Next times' }).getByRole('listitem').nth(4).waitFor();
  await dialog.getByText('It has not been due yet.').waitFor();

  await dialog.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('combobox', { name: 'Due', exact: true }).selectOption('every');
  await page.getByLabel('When', { exact: true }).fill('PT6H');
  await page.getByRole('button', { name: 'Change it' }).click();
  const made = async () => (await ask('GET', `/api/v1/schedules?workflow_id=${workflow}`)).schedules[0];
  const changed = await until('it is changed', async () => { const one = await made(); return one?.every && one; });
  assert.equal(changed.cron, null);
  assert.deepEqual(changed.input, { full: true });

  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: 'Delete it for good' }).click();
  await page.getByRole('button', { name: `nightly-${mark}` }).waitFor({ state: 'detached' });
  assert.equal(await made(), undefined);
  assert.deepEqual(page.complaints, []);
});
