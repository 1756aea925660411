// Takes a picture of every page at both widths, the narrow ones in the dark. Argument: the folder for them.
import { mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import postgres from 'postgres';
import { launch, narrow, noBrowser, open, wide } from './browser.mjs';
import { ask, register, start, statusOf, until } from './platform.mjs';

if (noBrowser) {
  console.error(`Pictures need a browser: ${noBrowser}`);
  process.exit(1);
}

const folder = process.argv[2];
const example = new URL('../../../examples/ticket-triage.input.json', import.meta.url);
mkdirSync(folder, { recursive: true });

/** An agent that is well and tells what it does. */
const agent = createServer((request, response) => {
  if (request.method === 'GET') return response.end('well');
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const lines = [
    { log: { level: 'info', message: 'Looking the invoice up' } },
    { log: { level: 'warning', message: 'The first register was busy; asking the second', data: { waited_ms: 40 } } },
    { log: { level: 'info', message: 'Found it', data: { number: 4711, amount: 1290 } } },
    { result: { number: 4711, amount: 1290, supplier: 'Lovelace & Sons' } },
  ];
  return response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
});

const invoice = `
- look-up: {call: InvoiceReader, with: {number: 4711}}
- approve:
    listen: {to: {one: {with: {type: workflow.approval}}}}
    metadata:
      approval:
        title: Pay the invoice?
        prompt: '\${ "\\(.supplier) wants \\(.amount) €" }'
    timeout: {after: {days: 2}}
- archive: {run: {workflow: {namespace: console, name: archive, version: 1.0.0}}}`;

/** Invoices that wait for a decision, and one that was decided and has a child. @returns That one. */
async function prepareInvoices() {
  await once(agent.listen(0, '127.0.0.1'), 'listening');
  await ask('PUT', '/api/v1/agents/InvoiceReader', {
    body: {
      endpoint: `http://127.0.0.1:${agent.address().port}/read`, description: 'Finds invoices',
      health_check: { path: '/well' },
    },
  });
  await register('archive', '- keep: {set: {kept: true}}');
  const workflow = await register('pay-invoice', invoice);
  const [paid] = await Promise.all(['4711', '4711', '4712'].map(number =>
    start(workflow, { business_key: `invoice-${number}`, inputs: { number } })));
  const decision = { decision: 'approve', comment: 'Within budget' };
  await until('it can be decided', () =>
    ask('POST', `/api/v1/executions/${paid}/approvals/approve`, { body: decision }).then(() => true, () => false));
  await until('the invoice is paid', async () => await statusOf(paid) === 'completed');
  await until('the agent was looked at', async () =>
    (await ask('GET', '/api/v1/agents/InvoiceReader')).health?.status === 'healthy');
  return paid;
}

/** A message that nobody could read. */
async function keepLetter() {
  const sql = postgres(process.env.DATABASE_URL, { max: 1 });
  await sql`
    insert into dead_letters (id, reason, source_topic, source_partition, source_offset, sent_at, dead_at, key, body)
    values (gen_random_uuid(), 'The body is not JSON: unexpected end at line 1, column 14.',
            'workflow.execution.requests', 3, 1042, now(), now(), 'order-4711', '{"run_id": "')`;
  await sql.end();
}

/** A workflow with a version that its open runs do not fit. @returns Its id. */
async function movable(workflow) {
  const text = `document: {dsl: 1.0.0, namespace: console, name: approval-of-refund, version: 2.0.0}
do:
- look: {set: {seen: true}}
- ask: {wait: {hours: 6}}
- pay: {set: {paid: true}}
`;
  await ask('PUT', `/api/v1/workflows/${workflow}`, { text });
  return workflow;
}

/** Runs of several kinds, so that there is something to see. */
async function prepare() {
  const { workflows } = await ask('GET', '/api/v1/workflows');
  const triage = workflows.find(one => one.name === 'ticket-triage').id;
  const inputs = JSON.parse(readFileSync(example, 'utf8'));
  const failing = await register('nightly-report', `
- collect: {set: {rows: 12}}
- check: {raise: {error: {type: 'https://example.com/errors/stale', status: 409, title: 'The figures are stale'}}}`);
  const waiting = await register('approval-of-refund', '- ask: {wait: {hours: 6}}\n- pay: {set: {paid: true}}');
  for (const customer of ['Ada', 'Grace']) {
    await start(waiting, { labels: { customer }, business_key: `refund-${customer}` });
    await start(failing);
  }
  const nightly = { name: 'nightly-report', workflow: 'console/nightly-report', cron: '0 3 * * *' };
  await ask('POST', '/api/v1/schedules', { body: nightly });
  const moved = await movable(waiting);
  const run = await start(triage, { inputs });
  await until('the example has ended', async () => await statusOf(run) === 'completed');
  const [left, right] = [await start(failing, { inputs: { day: 1 } }), await start(failing, { inputs: { day: 2 } })];
  await until('both have ended', async () => await statusOf(left) === 'failed' && await statusOf(right) === 'failed');
  await ask('POST', '/api/v1/batches', { body: { verb: 'retry', filter: { workflow_name: 'nightly-report' } } });
  await ask('POST', '/api/v1/api-keys', { body: { name: 'nightly export', scopes: ['runs:read'] } });
  await keepLetter();
  return { run, moved, triage, left, right, paid: await prepareInvoices() };
}

const { run, moved, triage, left, right, paid } = await prepare();
const pages = {
  runs: '/', 'run-graph': `/runs/${run}`, 'run-timeline': `/runs/${run}?tab=timeline`,
  'run-steps': `/runs/${run}?tab=steps`,
  'run-data': `/runs/${run}?tab=data`, 'run-history': `/runs/${run}?tab=history`, workflows: '/workflows',
  workflow: `/workflows/${triage}`, edit: `/workflows/${triage}/edit`, cluster: '/cluster',
  agents: '/agents', schedules: '/schedules', batches: '/batches', 'dead-letters': '/dead-letters',
  'run-logs': `/runs/${paid}?tab=logs`, 'run-related': `/runs/${paid}?tab=related`, approvals: '/approvals',
  'run-step': `/runs/${run}?tab=steps`, 'workflow-start': `/workflows/${triage}?tab=start`, login: '/',
  'run-expression': `/runs/${run}?tab=data`, 'schedule-new': '/schedules', 'edit-words': `/workflows/${triage}/edit`,
  move: `/workflows/${moved}?tab=versions`, simulate: `/workflows/${triage}?tab=simulate&run=${run}`,
  settings: '/settings', compare: `/compare?left=${left}&right=${right}`,
};

/** What is done on a page before its picture is taken. */
const doings = {
  cluster: page => page.locator('.cluster-sums').waitFor(),
  'run-expression': async page => {
    await page.getByText('Try an expression').click();
    await page.getByLabel('jq, with').fill('.tickets | map(.subject)');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByRole('region', { name: 'Result' }).scrollIntoViewIfNeeded();
  },
  'run-step': async page => {
    await page.getByRole('button', { name: 'classify' }).first().click();
    await page.getByRole('dialog').getByRole('region', { name: 'Output' }).waitFor();
  },
  login: async page => {
    if (page.viewportSize().width < 760) await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByLabel('Token or API key').waitFor();
  },
  'schedule-new': async page => {
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('region', { name: 'Next times' }).getByRole('listitem').nth(4).waitFor();
  },
  simulate: async page => {
    await page.getByRole('button', { name: 'Simulate' }).click();
    await page.getByText('It would complete').waitFor();
    await page.evaluate(() => { scrollTo(0, 0); });
  },
  move: page => page.getByRole('button', { name: 'Move open runs of 1.0.0' }).click()
    .then(() => page.getByText('Step \'ask\'').waitFor()),
  'edit-words': async page => {
    const area = page.getByLabel('Definition');
    await area.fill((await area.inputValue()).replace(/\s*$/, '\n  - then:\n      '));
    await area.press('End');
    await area.press('Control+Space');
    await page.getByRole('listbox').waitFor();
  },
};
const browser = await launch();
for (const [width, size] of Object.entries({ 1280: wide, 390: narrow })) {
  const page = await open(browser, { size, theme: size === wide ? 'light' : 'dark' });
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await page.locator('main h1').waitFor();
    // A page that follows what happens keeps a connection open, so it is never idle; what it draws is.
    await page.getByText('Loading …').first().waitFor({ state: 'hidden' });
    await page.evaluate(() => document.fonts.ready);
    await page.locator('.react-flow__node').first().waitFor({ timeout: path.includes('workflows/') ? 5_000 : 500 })
      .catch(() => undefined);
    await doings[name]?.(page);
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
    console.error(`${name}-${width}.png`);
  }
}
await browser.close();
agent.close();
agent.closeAllConnections();
