import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, narrow, noBrowser, open } from './browser.mjs';
import { ask, register, start, statusOf, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

const asking = `
- approve:
    listen: {to: {one: {with: {type: workflow.approval}}}}
    metadata: {approval: {title: 'Pay ${mark}?', prompt: '\${ "\\(.supplier) wants \\(.amount)" }'}}
- told: {set: {said: '\${ .[0].decision + ": " + .[0].comment }'}}`;

test('Approvals_WhenOneIsApprovedAndOneRejected_TheRunsGoOnWithThat', { skip: noBrowser ?? false }, async () => {
  const workflow = await register(`pays-${mark}`, asking);
  const [paid, refused] = [
    await start(workflow, { inputs: { supplier: 'Ada', amount: 7 } }),
    await start(workflow, { inputs: { supplier: 'Bob', amount: 9 } }),
  ];
  const page = await open(browser, { size: narrow });
  await page.goto('/approvals');
  for (const [prompt, button, comment] of [
    ['Ada wants 7', 'Approve', 'within budget'], ['Bob wants 9', 'Reject', 'too much'],
  ]) {
    const row = page.getByRole('row').filter({ hasText: `${mark}? · ${prompt}` });
    await row.getByRole('button', { name: 'Decide' }).click();
    const dialog = page.getByRole('dialog', { name: `Pay ${mark}?` });
    await dialog.getByText(prompt).waitFor();
    await dialog.getByLabel('Comment').fill(comment);
    await dialog.getByRole('button', { name: button }).click();
    await row.waitFor({ state: 'detached' });
  }
  for (const [id, said] of [[paid, 'approve: within budget'], [refused, 'reject: too much']]) {
    await until('the run ends', async () => await statusOf(id) === 'completed');
    assert.equal((await ask('GET', `/api/v1/executions/${id}`)).outputs.said, said);
  }
  assert.deepEqual(page.complaints, []);
});
