import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, noBrowser, open } from './browser.mjs';
import { ask, register, start, until } from './platform.mjs';

let browser;
before(async () => { if (!noBrowser) browser = await launch(); });
after(() => browser?.close());
const mark = Date.now().toString(36);

/** Says it is well, and answers every call with two lines of its log before the result. */
function answer(request, response) {
  if (request.url === '/well') return response.end('well');
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const lines = [
    { log: { level: 'info', message: 'opened the book' } },
    { log: { level: 'warning', message: 'a page is missing', data: { page: 7 } } }, { result: { found: 3 } },
  ];
  return response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}

test('Agent_WhenItLogsAndIsWell_BothAreSeen', { skip: noBrowser ?? false }, async () => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const name = `Reader${mark}`;
    await ask('PUT', `/api/v1/agents/${name}`, {
      body: { endpoint: `http://127.0.0.1:${server.address().port}/read`, health_check: { path: '/well' } },
    });
    const id = await start(await register(`reads-${mark}`, `- read: {call: ${name}, with: {book: 1}}`));
    // Lines come by a way of their own, perhaps after the run has ended: then the page does not look again.
    await until('its log is kept', async () => {
      const said = (await ask('GET', `/api/v1/executions/${id}/logs`)).logs.map(line => line.message);
      return ['opened the book', 'a page is missing'].every(text => said.includes(text));
    });
    const page = await open(browser);
    await page.goto(`/runs/${id}?tab=logs`);
    const log = page.getByRole('log', { name: 'Lines, the oldest first' });
    await log.getByText('opened the book').waitFor();
    await log.getByText('{"page":7}').waitFor();
    await page.getByLabel('Least level').selectOption('warning');
    await log.getByText('opened the book').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Steps' }).click();
    await page.getByRole('button', { name: 'read' }).click();
    await page.getByRole('dialog', { name: 'read' }).getByText('opened the book').waitFor();

    await page.goto('/agents');
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('healthy').waitFor();
    await row.getByText('0 % of 1').waitFor();
    await row.getByText('0 of any').waitFor();
    assert.deepEqual(page.complaints, []);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
