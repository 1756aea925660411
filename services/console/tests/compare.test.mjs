import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { register, start, statusOf, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

test('Compare_WhenInputsDiffer_ShowsWhereTheyPart', { skip: noBrowser ?? false }, async () => {
  const workflow = await register(`compared-${mark}`, `
- choose: {switch: [{large: {when: '.size > 10', then: pack}}, {small: {then: send}}]}
- pack: {set: {packed: true, size: '\${ .size }'}}
- send: {set: {size: '\${ .size }'}}`);
  const small = await start(workflow, { inputs: { size: 1 } });
  const large = await start(workflow, { inputs: { size: 99 } });
  for (const id of [small, large]) await until('it ends', async () => await statusOf(id) === 'completed');
  const page = await open(browser);
  await page.goto(`/runs/${small}`);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.getByLabel('Other run').fill(large);
  await page.getByRole('button', { name: 'Compare' }).click();
  const input = page.getByRole('region', { name: 'Input' });
  await input.getByText('/size').waitFor();
  assert.match(await input.textContent(), /changed: 1 → 99/);
  await page.getByRole('row').filter({ hasText: 'pack' }).getByText('not reached').waitFor();
  assert.deepEqual(page.complaints, []);
});
