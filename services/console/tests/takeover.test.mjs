import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { ask, register, start, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

test('Cluster_WhenAConsumerIsDrained_HandsItsShardsOverUntilItWorksAgain', { skip: noBrowser ?? false }, async () => {
  const page = await open(browser);
  await page.goto('/cluster');
  await page.getByText('2 of 2 consumers alive').waitFor();
  const [drained] = (await ask('GET', '/api/v1/consumers')).consumers.filter(one => one.kind === 'consumer');
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: drained.id }) });
  const shards = () => card.locator('div').filter({ hasText: /^Shards/ }).locator('dd').textContent();
  await card.getByRole('button', { name: 'Drain' }).click();
  await card.getByText('drained', { exact: true }).waitFor();
  await until('it has no shards', async () => await shards() === '0');
  await card.getByRole('button', { name: 'Let it work again' }).click();
  await card.getByText('alive', { exact: true }).waitFor();
  await until('it has shards again', async () => Number(await shards()) > 0);
  assert.deepEqual(page.complaints, []);
});

test('Cluster_WhenAConsumerIsKilled_ShowsItsShardsMove', { skip: noBrowser ?? false }, async () => {
  const workflow = await register(`moved-${mark}`, '- hold: {wait: {seconds: 12}}\n- say: {set: {carried: on}}');
  const runs = await Promise.all(Array.from({ length: 8 }, () => start(workflow)));
  const page = await open(browser);
  await page.goto('/cluster');
  await page.getByText('2 of 2 consumers alive').waitFor();
  // What an earlier test has drained may still be getting its shards back.
  const [heir, victim] = await until('every shard has an owner, here as there', async () => {
    const both = (await ask('GET', '/api/v1/consumers')).consumers.filter(one => one.kind === 'consumer');
    const all = (await ask('GET', '/api/v1/shards')).shards.length;
    const owned = both.reduce((sum, one) => sum + one.shards.length, 0);
    return owned === all && both.every(one => one.shards.length > 0)
      && await page.locator('.shards li').count() === all && both;
  });
  const facts = page.locator('.cluster-sums div').filter({ hasText: 'Take-overs so far' }).locator('dd');
  const before = Number(await facts.textContent());
  await page.locator('.cluster-sums').getByText('Runs in flight').waitFor();
  process.kill(victim.pid, 'SIGKILL');
  await page.getByText('1 of 2 consumers alive').waitFor();
  await page.getByRole('log').getByText(`${heir.id} took over from ${victim.id}`).first().waitFor();
  await until('the heir has all shards', async () =>
    await page.locator('.shards li[data-alive=false]').count() === 0);
  await until('the take-overs are counted', async () =>
    Number(await facts.textContent()) >= before + victim.shards.length);
  await page.getByText('Each shard in numbers').click();
  await page.getByRole('region', { name: 'Shards by number' }).getByText(heir.id).first().waitFor();
  for (const id of runs) {
    await until('the run ends', async () => (await ask('GET', `/api/v1/executions/${id}`)).status === 'completed');
  }
  assert.deepEqual(page.complaints, []);
});
