import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { schemaText } from '../scripts/api-types.mjs';
import { ask } from './platform.mjs';

const folder = new URL('../dist/', import.meta.url);
const bytesMax = 400 * 1024;

test('Schema_WhenComparedWithTheApi_StillHolds', async () => {
  const written = blocksOf(readFileSync(new URL('../src/api/schema.ts', import.meta.url), 'utf8'));
  const said = blocksOf(schemaText(await ask('GET', '/openapi/v1.json')));
  const stale = [...written].flatMap(([head, lines]) =>
    [...lines].filter(line => !said.get(head)?.has(line)).map(line => `${head} ${line.trim()}`));
  assert.deepEqual(stale, [], 'the API says otherwise; write src/api/schema.ts anew: npm run types -- URL');
});

/** The lines of each interface and of each route. What only the API has is no matter: the console does without. That
 *  goes for what may be sent, too, which stands on one line. */
function blocksOf(text) {
  const blocks = new Map();
  let head = '';
  for (const line of text.split('\n')) {
    if (/^export|^  '/.test(line)) head = line;
    if (!blocks.has(head)) blocks.set(head, new Set());
    if (!/^ {4}(body|query):/.test(line)) blocks.get(head).add(line);
  }
  return blocks;
}

test('Bundle_WhenPacked_IsSmall', t => {
  const files = readdirSync(folder, { recursive: true }).filter(name => /\.(js|css|html|svg)$/.test(name));
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
  t.diagnostic(`${Math.round(bytes / 1024)} KB of ${bytesMax / 1024}`);
  assert.ok(bytes < bytesMax, `${bytes} bytes`);
});

test('Bundle_WhenRead_NamesNoOtherSite', () => {
  for (const name of readdirSync(folder, { recursive: true }).filter(name => /\.(css|html)$/.test(name))) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    assert.doesNotMatch(text, /(?:src|href|url\()\s*=?\s*["'(]?(?:https?:)?\/\//);
  }
});
