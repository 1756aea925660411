import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { ask, register, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);
const options = { skip: noBrowser ?? false };

test('Editor_WhenSomethingIsWrong_SaysWhereUntilItIsMended', options, async () => {
  const page = await open(browser);
  await page.goto('/workflows');
  await page.getByRole('link', { name: 'New workflow' }).click();
  const area = page.getByLabel('Definition');
  const definition = wiht => `document: {dsl: 1.0.0, namespace: console, name: edited-${mark}, version: 1.0.0}
do:
- first:
    ${wiht}: {one: 1}
- second:
    set: {two: 2}
`;
  await area.fill(definition('sett'));
  await page.getByText('found wrong').waitFor();
  const where = page.getByRole('list', { name: 'What is wrong' }).getByRole('button', { name: 'line 4, column 5' });
  await page.getByText('did you mean `set`?').waitFor();
  await where.click();
  assert.equal(await page.evaluate(() => getSelection().toString() || document.activeElement.value.slice(
    document.activeElement.selectionStart, document.activeElement.selectionEnd)), 'sett: {one: 1}');
  const save = page.getByRole('button', { name: 'Register' });
  assert.equal(await save.getAttribute('aria-disabled'), 'true');
  await area.fill(definition('set'));
  await page.getByText('It is valid.').waitFor();
  await page.locator('[data-id="/do/1/second"]').waitFor();
  await save.click();
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { name: `edited-${mark}` }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('Editor_WhenAWordIsBegun_OffersThoseThatFitThere', options, async () => {
  const page = await open(browser);
  await page.goto('/workflows/new');
  const area = page.getByLabel('Definition');
  const offered = () => page.getByRole('listbox', { name: 'Words that fit' }).getByRole('option').allTextContents();
  const head = `document: {dsl: 1.0.0, namespace: console, name: offered-${mark}, version: 1.0.0}\ndo:\n- read:\n`;
  await area.fill(`${head}    call: http\n    with:\n      `);
  await area.press('End');
  await area.press('Control+Space');
  await until('the members of a call of http are offered', async () =>
    (await offered()).join() === 'method,endpoint,headers,query,body,output,redirect');
  await area.pressSequentially('me');
  await area.press('Enter');
  await area.pressSequentially('ge');
  await until('a method is offered', async () => (await offered()).join() === 'get');
  await area.press('Enter');
  await area.press('Enter');
  await area.pressSequentially('en');
  await area.press('Enter');
  await area.pressSequentially(' https://pets.example/1\n');
  await area.fill(`${(await area.inputValue()).trimEnd()}\n- next:\n    `);
  await area.pressSequentially('s');
  await until('tasks are offered', async () => (await offered()).join() === 'set,switch');
  await area.press('ArrowDown');
  await area.press('Escape');
  await until('nothing is offered', async () => (await offered()).length === 0);
  await area.pressSequentially('et: {one: 1}');
  await page.getByText('It is valid.').waitFor();
  assert.match(await area.inputValue(), /with:\n      method: get\n      endpoint: https:\/\/pets.example\/1\n/);
  assert.deepEqual(page.complaints, []);
});

test('Workflow_WhenItHasTwoVersions_ShowsWhatDiffers', options, async () => {
  const id = await register(`versions-${mark}`, '- say: {set: {word: before}}');
  const text = `document: {dsl: 1.0.0, namespace: console, name: versions-${mark}, version: 1.1.0}
do:
- say: {set: {word: after}}
`;
  await ask('PUT', `/api/v1/workflows/${id}`, { text });
  const page = await open(browser);
  await page.goto(`/workflows/${id}?tab=versions`);
  await page.getByRole('row').filter({ hasText: '1.0.0' }).getByRole('button', { name: 'Compare' }).click();
  const difference = page.getByRole('region', { name: 'From 1.0.0 to 1.1.0' });
  await difference.locator('[data-change=removed]').filter({ hasText: 'before' }).waitFor();
  await difference.locator('[data-change=added]').filter({ hasText: 'after' }).waitFor();
  assert.equal(await difference.locator('[data-change=same]').filter({ hasText: '"say"' }).count(), 1);
});

test('RunForm_WhenTheInputHasASchema_AsksForItsMembers', options, async () => {
  const text = `document: {dsl: 1.0.0, namespace: console, name: form-${mark}, version: 1.0.0}
input:
  schema:
    document:
      type: object
      required: [name]
      properties:
        name: {type: string}
        times: {type: integer, default: 2}
        loud: {type: boolean}
do:
- say: {set: {name: '\${ .name }', times: '\${ .times }', loud: '\${ .loud }'}}
`;
  const { id } = await ask('POST', '/api/v1/workflows', { text });
  const page = await open(browser);
  await page.goto(`/workflows/${id}?tab=start`);
  await page.getByLabel('name *').fill('Ada');
  await page.getByLabel('loud').selectOption('true');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/\/runs\//);
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  const run = await ask('GET', `/api/v1/executions/${new URL(page.url()).pathname.split('/')[2]}`);
  assert.deepEqual(run.outputs, { name: 'Ada', times: 2, loud: true });
});
