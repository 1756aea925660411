import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { register, start, startStrictApi, statusOf, tokenOf, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
/** Makes names differ from those of an earlier run on the same stack. */
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };

test('Runs_WhenVisitedFirst_LeadToAFinishedRun', options, async () => {
  const page = await open(browser);
  await page.goto('/');
  await page.getByRole('button', { name: 'Start a run' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start a run' });
  await dialog.getByLabel('Workflow').selectOption({ label: 'ticket-triage 1.0.0' });
  await dialog.getByLabel('Input, as JSON').fill('{"desk": "Console", "tickets": []}');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  const id = new URL(page.url()).pathname.split('/')[2];
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Runs' }).click();
  const row = page.getByRole('row').filter({ has: page.locator(`a[href="/runs/${id}"]`) });
  await row.getByText(/completed|failed/).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Runs_WhenOthersStart_AppearByThemselves', options, async () => {
  const workflow = await register(`appearing-${mark}`, '- hold: {wait: {seconds: 1}}');
  const page = await open(browser, { size: narrow, theme: 'dark' });
  await page.goto('/');
  await page.getByText('Live', { exact: true }).waitFor();
  const id = await start(workflow);
  const row = page.getByRole('row').filter({ has: page.locator(`a[href="/runs/${id}"]`) });
  await row.getByText('completed').waitFor();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(beyond, 0, 'the page is wider than the screen');
});

test('Cancel_WhenDoneInBulk_EndsAllThatMatchAndNoOthers', options, async () => {
  const workflow = await register(`cancelled-in-bulk-${mark}`, '- hold: {wait: {hours: 1}}');
  const other = await register(`not-cancelled-${mark}`, '- hold: {wait: {hours: 1}}');
  const ids = await Promise.all(Array.from({ length: 12 }, () => start(workflow)));
  const spared = await start(other);
  const page = await open(browser);
  await page.goto(`/?in=workflow_name&q=cancelled-in-bulk-${mark}`);
  await page.getByText('12 runs').waitFor();
  await page.getByRole('button', { name: 'Cancel all matching' }).click();
  await page.getByRole('button', { name: 'Cancel 12 runs' }).click();
  await page.getByText('12 of 12 done').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'cancelled', exact: true }).click();
  await page.getByText('12 runs').waitFor();
  for (const id of ids) assert.equal(await statusOf(id), 'cancelled');
  await page.goto('/batches');
  await page.getByRole('row').filter({ hasText: '12 of 12' }).first().getByRole('button', { name: 'cancel' }).click();
  const items = page.getByRole('region', { name: 'Items in order' });
  await items.locator(`a[href="/runs/${ids[0]}"]`).waitFor();
  assert.equal(await items.getByText('done', { exact: true }).count(), 12);
  assert.notEqual(await statusOf(spared), 'cancelled');
});

test('Cancel_WhenSomeAreSelected_EndsThose', options, async () => {
  const workflow = await register(`selected-${mark}`, '- hold: {wait: {hours: 1}}');
  const [chosen, left] = [await start(workflow), await start(workflow)];
  const page = await open(browser);
  await page.goto(`/?in=workflow_name&q=selected-${mark}`);
  await page.getByLabel(`Select run ${chosen}`).check();
  await page.getByRole('button', { name: 'Cancel selected' }).click();
  await page.getByRole('button', { name: 'Cancel 1 run', exact: true }).click();
  await page.getByText('1 of 1 done').waitFor();
  await until('the run is cancelled', async () => await statusOf(chosen) === 'cancelled');
  assert.notEqual(await statusOf(left), 'cancelled');
});

test('Filter_WhenSaved_IsThereAgain', options, async () => {
  const page = await open(browser);
  await page.goto('/');
  await page.getByRole('button', { name: 'failed', exact: true }).click();
  await page.getByLabel('Accepted').selectOption('7d');
  await page.waitForURL(/status=failed&when=7d/);
  page.once('dialog', dialog => dialog.accept('Failed this week'));
  await page.getByRole('button', { name: 'Save this filter' }).click();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Failed this week', exact: true }).click();
  await page.getByRole('button', { name: 'failed', exact: true, pressed: true }).waitFor();
  assert.equal(await page.getByLabel('Accepted').inputValue(), '7d');
});

test('Login_WhenATokenIsGiven_ShowsOnesOwnAlone', options, async () => {
  const strict = await startStrictApi();
  try {
    const [alice, bob] = [tokenOf('alice'), tokenOf('bob')];
    const tasks = '- say: {set: {said: true}}';
    const mine = await start(await register(`of-alice-${mark}`, tasks, alice), { token: alice });
    const theirs = await start(await register(`of-bob-${mark}`, tasks, bob), { token: bob });
    const page = await open(browser, { at: strict.address });
    await page.goto('/');
    await page.getByLabel('Token or API key').fill('nonsense');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Token or API key').fill(alice);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator(`a[href="/runs/${mine}"]`).waitFor();
    assert.equal(await page.locator(`a[href="/runs/${theirs}"]`).count(), 0);
    await page.getByText('alice', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token or API key').waitFor();
  } finally {
    await strict.stop();
  }
});
