// Writes src/api/schema.ts from the OpenAPI document of a running API: one interface per schema, one entry per route.
// Arguments: root of the API (default http://127.0.0.1:8000). With --check it writes nothing and ends with 1 when the
// file is not what the API says.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const target = new URL('../src/api/schema.ts', import.meta.url);
const scalars = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

/** The TypeScript text of a JSON schema. */
function typeOf(schema) {
  if (!schema) return 'unknown';
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf).map(typeOf).join(' | ');
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? 'unknown' : types.map(type => typeNamed(type, schema)).join(' | ');
}

function typeNamed(type, schema) {
  if (type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  if (type !== 'object') return scalars[type];
  if (schema.properties) return `{ ${membersOf(schema).join(' ')} }`;
  return `Record<string, ${schema.additionalProperties ? typeOf(schema.additionalProperties) : 'unknown'}>`;
}

function membersOf(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, value]) =>
    `readonly ${name}${required.has(name) ? '' : '?'}: ${typeOf(value)};`);
}

function interfaceOf([name, schema]) {
  const members = membersOf(schema);
  return schema.properties
    ? `export interface ${name} {\n${members.map(member => `  ${member}\n`).join('')}}\n`
    : `export type ${name} = ${typeOf(schema)};\n`;
}

// What a parameter may be sent as: everything becomes text.
function parametersOf(operation, place) {
  const wanted = (operation.parameters ?? []).filter(parameter => parameter.in === place);
  const members = wanted.map(parameter => {
    const type = place === 'path' ? 'string' : typeOf(parameter.schema).replace(/"null"|null/g, 'undefined');
    return `readonly ${parameter.name}${parameter.required ? '' : '?'}: ${type};`;
  });
  return members.length ? `{ ${members.join(' ')} }` : 'Nothing';
}

const jsonOf = content => content?.['application/json']?.schema;

function answerOf(operation) {
  const types = Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => (jsonOf(response.content) ? typeOf(jsonOf(response.content)) : 'undefined'));
  return [...new Set(types)].join(' | ') || 'undefined';
}

function routeOf(method, path, operation) {
  const body = jsonOf(operation.requestBody?.content);
  const members = [
    `path: ${parametersOf(operation, 'path')};`,
    `query: ${parametersOf(operation, 'query')};`,
    `body: ${body ? typeOf(body) : 'undefined'};`,
    `answer: ${answerOf(operation)};`,
  ];
  return `  '${method.toUpperCase()} ${path}': {\n${members.map(member => `    ${member}\n`).join('')}  };\n`;
}

export function schemaText(document) {
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)).map(interfaceOf);
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => routeOf(method, path, operation)));
  return '// Written by scripts/api-types.mjs from the API\'s OpenAPI document; do not edit.\n\n'
    + 'export type Nothing = Record<string, never>;\n\n'
    + `${schemas.join('\n')}\nexport interface Routes {\n${routes.sort().join('')}}\n`;
}

async function main(args) {
  const root = args.find(arg => !arg.startsWith('--')) ?? 'http://127.0.0.1:8000';
  const text = schemaText(await (await fetch(`${root}/openapi/v1.json`)).json());
  if (!args.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.ts is not what the API says; write it anew: npm run types -- URL');
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
