import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { fillPast } from './past.mjs';
import { ask, register, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

/** More rows than this would mean that the table draws what nobody sees. */
const drawnMax = 120;
const screens = 4;

// Last of all files by its name: the runs would be in the way of others.
test('Runs_WhenThereAreAHundredThousand_OneOfYesterdayIsFoundAndRetried', { skip: noBrowser ?? false }, async () => {
  const name = `charge-${mark}`;
  const needle = `The card of order 0815-${mark} has expired`;
  const workflow = await register(name, '- charge: {set: {charged: true}}');
  const failed = await fillPast({ workflow, name, rows: 100_000, needle });
  const page = await open(browser);
  const pages = new Set();
  page.on('request', request => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/v1/executions') pages.add(searchParams.get('cursor'));
  });

  await page.goto('/');
  const table = page.getByRole('table', { name: 'Runs, the newest first' });
  await table.locator('tbody tr a').first().waitFor();
  await page.getByText(/^\d+ or more runs$/).waitFor();
  const bottom = () => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  for (let screen = 0; screen < screens; screen++) {
    const read = pages.size;
    await until('another page is read', async () => {
      await bottom();
      return pages.size > read;
    });
    assert.ok(await table.locator('tbody tr').count() <= drawnMax, 'it draws rows that nobody sees');
  }
  assert.ok(pages.size <= 2 * screens + 2, `${pages.size} pages were read`);

  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('button', { name: 'failed', exact: true }).click();
  await page.getByLabel('Accepted').selectOption('yesterday');
  await page.getByLabel('Search runs').fill(`0815-${mark}`);
  await page.getByLabel('Search runs').press('Enter');
  await page.getByText('1 run', { exact: true }).waitFor();
  await table.locator(`a[href="/runs/${failed}"]`).click();
  await page.getByText(needle).first().waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.waitForURL(url => /^\/runs\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(failed));
  await page.locator('.page-head').getByText('completed', { exact: true }).waitFor();
  const retried = await ask('GET', `/api/v1/executions/${new URL(page.url()).pathname.split('/')[2]}`);
  assert.equal(retried.retried_from, failed);
  assert.deepEqual(page.complaints, []);
});
