/** Members that an object of the definition language may have, each with the kind of its value: another object's name,
 *  '' for a value, `named X` for an object of names with an X each (docs/dsl.md). */
export type Keys = Readonly<Record<string, string>>;

const tasks = 'tasks';
const duration: Keys = { days: '', hours: '', minutes: '', seconds: '', milliseconds: '' };
const failure: Keys = { type: '', status: '', title: '', detail: '', instance: '' };
const event: Keys = { type: '', id: '', source: '', subject: '', data: '' };

export const objects: Readonly<Record<string, Keys>> = {
  root: {
    document: 'document', input: 'input', use: 'use', do: tasks, timeout: 'timeout', output: 'transform',
    schedule: 'schedule', evaluate: 'evaluate',
  },
  document: { dsl: '', namespace: '', name: '', version: '', title: '', summary: '', tags: '', metadata: '' },
  input: { from: '', schema: 'schema' },
  transform: { as: '', schema: 'schema' },
  schema: { format: '', document: '', resource: 'resource' },
  timeout: { after: 'duration' },
  duration,
  schedule: { every: 'duration', cron: '', after: 'duration', on: 'to' },
  evaluate: { language: '', mode: '' },
  use: {
    authentications: 'named login', catalogs: 'named catalog', errors: 'named failure', functions: 'named task',
    retries: 'named retry', secrets: '', timeouts: 'named timeout',
  },
  catalog: { endpoint: 'endpoint' },
  login: { basic: 'basic', bearer: 'bearer', digest: 'basic', oauth2: 'oauth2', oidc: 'oidc' },
  oauth2: {
    authority: '', endpoints: 'tokenEndpoints', grant: '', client: 'client', request: 'request', issuers: '',
    scopes: '', audiences: '', username: '', password: '', subject: 'token', actor: 'token', use: '',
  },
  oidc: {
    authority: '', grant: '', client: 'client', request: 'request', issuers: '', scopes: '', audiences: '',
    username: '', password: '', subject: 'token', actor: 'token', use: '',
  },
  tokenEndpoints: { token: '', revocation: '', introspection: '' },
  client: { id: '', secret: '', assertion: '', authentication: '' },
  request: { encoding: '' },
  token: { token: '', type: '' },
  basic: { username: '', password: '', use: '' },
  bearer: { token: '', use: '' },
  failure,
  task: {
    call: '', do: tasks, emit: 'emit', for: 'for', fork: 'fork', listen: 'listen', raise: 'raise', run: 'run',
    set: '', switch: 'cases', try: tasks, wait: 'duration', with: 'with', while: '', foreach: 'foreach', catch: 'catch',
    if: '', then: '', input: 'input', output: 'transform', export: 'transform', timeout: 'timeout',
    metadata: 'metadata',
  },
  'with http': { method: '', endpoint: 'endpoint', headers: '', query: '', body: '', output: '', redirect: '' },
  'with openapi': {
    document: 'resource', operationId: '', parameters: '', authentication: 'login', output: '', redirect: '',
  },
  'with mcp': {
    method: '', parameters: '', transport: 'transport', protocolVersion: '', timeout: 'duration', client: '',
  },
  'with a2a': { method: '', agentCard: 'resource', server: '', parameters: '' },
  'with asyncapi': {
    document: 'resource', channel: '', operation: '', server: 'asyncServer', protocol: '', message: 'asyncMessage',
    subscription: 'subscription',
  },
  asyncServer: { name: '', variables: '' },
  asyncMessage: { payload: '', headers: '' },
  subscription: { filter: '', consume: 'consume' },
  consume: { amount: '', for: 'duration', while: '', until: '' },
  endpoint: { uri: '', authentication: 'login' },
  resource: { name: '', endpoint: 'endpoint' },
  transport: { http: 'mcpHttp', stdio: 'mcpStdio' },
  mcpHttp: { endpoint: 'endpoint', headers: '' },
  mcpStdio: { command: '', arguments: '', environment: '' },
  for: { each: '', in: '', at: '', parallel: '' },
  fork: { branches: tasks, compete: '' },
  case: { when: '', then: '' },
  raise: { error: 'failure' },
  run: {
    workflow: 'child', shell: 'shell', script: 'script', container: 'container', await: '', return: '',
  },
  shell: { command: '', stdin: '', arguments: '', environment: '' },
  script: { language: '', code: '', stdin: '', arguments: '', environment: '' },
  container: {
    image: '', name: '', command: '', stdin: '', arguments: '', environment: '', lifetime: 'lifetime', pullPolicy: '',
  },
  lifetime: { cleanup: '', after: 'duration' },
  child: { namespace: '', name: '', version: '', input: '' },
  emit: { event: 'emitted' },
  emitted: { with: 'event' },
  event,
  listen: { to: 'to', read: '' },
  foreach: { item: '', at: '', do: tasks, output: 'transform', export: 'transform' },
  to: { one: 'filter', any: 'filter', all: 'filter', until: 'to' },
  filter: { with: 'event', correlate: 'named correlation' },
  correlation: { from: '', expect: '' },
  metadata: { approval: 'approval' },
  approval: { title: '', prompt: '' },
  catch: { errors: 'errors', as: '', when: '', exceptWhen: '', retry: 'retry', do: tasks },
  errors: { with: 'failure' },
  retry: { when: '', exceptWhen: '', delay: 'duration', backoff: 'backoff', limit: 'limit', jitter: 'jitter' },
  backoff: { constant: '', linear: '', exponential: '' },
  limit: { attempt: 'attempt', duration: 'duration' },
  attempt: { count: '', duration: 'duration' },
  jitter: { from: 'duration', to: 'duration' },
};

/** Words that a member's value may be. */
export const words: Readonly<Record<string, readonly string[]>> = {
  dsl: ['1.0.0'], call: ['http', 'openapi', 'a2a', 'mcp', 'asyncapi'], then: ['continue', 'exit', 'end'],
  language: ['jq'], mode: ['strict', 'loose'], read: ['data', 'envelope', 'raw'], protocol: ['kafka', 'kafka-secure'],
  compete: ['true', 'false'], await: ['true', 'false'],
  redirect: ['true', 'false'], method: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'],
  output: ['content', 'response', 'raw'], format: ['json'],
};
