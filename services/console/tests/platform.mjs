// The API of the stack under test, without a browser.
import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { patience, root } from './browser.mjs';

const encoded = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of a user. */
export function tokenOf(user, role = 'user') {
  const head = encoded({ alg: 'HS256', typ: 'JWT' });
  const claims = encoded({ sub: user, role, exp: Math.floor(Date.now() / 1000) + 3600 });
  const hash = createHmac('sha256', process.env.WORKFLOW_TEST_SECRET);
  const signature = hash.update(`${head}.${claims}`).digest('base64url');
  return `${head}.${claims}.${signature}`;
}

/** Calls the API. @returns The answer's body; a refusal throws. */
export async function ask(method, path, { body, text, token, at = root } = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  if (text) headers['content-type'] = 'application/yaml';
  else if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(at + path, { method, headers, body: text ?? (body && JSON.stringify(body)) });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  return said ? JSON.parse(said) : undefined;
}

/** Registers a definition of these tasks (YAML, without indentation). @returns The workflow's id. */
export async function register(name, tasks, token) {
  const steps = tasks.trim().split('\n').map(line => `  ${line}`).join('\n');
  const text = `document: {dsl: 1.0.0, namespace: console, name: ${name}, version: 1.0.0}\ndo:\n${steps}\n`;
  return (await ask('POST', '/api/v1/workflows', { text, token })).id;
}

/** Starts a run. @returns Its id. */
export async function start(workflow, { token, ...more } = {}) {
  const body = { type: 'workflow', target_id: workflow, ...more };
  return (await ask('POST', '/api/v1/executions', { body, token })).execution_id;
}

/** Looks until something is so; ends with an error when patience does. */
export async function until(what, look) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not so after ${patience / 1000} s: ${what}`);
    await new Promise(done => setTimeout(done, 50));
  }
}

export const statusOf = async (id, token) => (await ask('GET', `/api/v1/executions/${id}`, { token })).status;

/** Another API of the same stack, which asks everybody for a token. */
export async function startStrictApi() {
  const address = `http://127.0.0.1:${await freePort()}`;
  const secret = process.env.WORKFLOW_TEST_SECRET;
  const env = { ...process.env, WORKFLOW_AUTH_MODE: 'required', WORKFLOW_AUTH_HS256_SECRET: secret };
  const child = spawn('dotnet', [process.env.WORKFLOW_TEST_API, '--urls', address], { env, stdio: 'ignore' });
  const stop = async () => {
    const ended = once(child, 'exit');
    if (child.kill('SIGKILL')) await ended;
  };
  try {
    await until('the API is ready', async () =>
      (await fetch(`${address}/api/v1/consumers`).catch(() => null))?.status === 401);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

/** A port that nobody listens on, below those that the system gives to connections: one of these could take it before
 *  the API does. Below those of the other tests, too. */
async function freePort() {
  for (;;) {
    const port = 11_000 + Math.floor(9_000 * Math.random());
    const server = createServer();
    const isFree = await new Promise(done => {
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => done(true));
    });
    if (!isFree) continue;
    await new Promise(done => server.close(done));
    return port;
  }
}
