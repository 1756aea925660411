/** A task of a definition, with what is inside it. */
export interface Task {
  /** As steps of runs name it, such as `/do/2/triage/do/0/read`. */
  readonly path: string;
  readonly name: string;
  /** What it does, such as `call` or `for`. */
  readonly kind: string;
  /** Agent, function, event or condition that it is about; '' for none. */
  readonly about: string;
  /** Lists of tasks inside; those of a fork stand side by side. */
  readonly lists: readonly TaskList[];
  /** Where it goes after: the name of a sibling, `end`, `exit` or '' for the next. */
  readonly then: string;
  readonly cases: readonly { readonly name: string; readonly then: string }[];
}

export interface TaskList {
  readonly tasks: readonly Task[];
  readonly isParallel: boolean;
  /** What it is for, where a task has several lists. */
  readonly title: string;
}

type Body = Readonly<Record<string, unknown>>;

const kinds = ['call', 'for', 'fork', 'switch', 'try', 'set', 'wait', 'listen', 'emit', 'raise', 'run', 'do'] as const;

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The tasks of a definition's document. What is not understood has no tasks. */
export function tasksOf(document: unknown): readonly Task[] {
  return isBody(document) ? listOf(document['do'], '/do') : [];
}

function listOf(list: unknown, prefix: string): readonly Task[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isBody).flatMap((item, index) => Object.entries(item)
    .filter((pair): pair is [string, Body] => isBody(pair[1]))
    .map(([name, body]) => taskOf(name, body, `${prefix}/${index}/${name}`)));
}

function taskOf(name: string, body: Body, path: string): Task {
  const kind = kinds.find(one => one in body) ?? 'task';
  return {
    path, name, kind, about: aboutOf(kind, body), lists: listsOf(kind, body, path),
    then: typeof body['then'] === 'string' && body['then'] !== 'continue' ? body['then'] : '',
    cases: kind === 'switch' ? casesOf(body['switch']) : [],
  };
}

function listsOf(kind: string, body: Body, path: string): readonly TaskList[] {
  const list = (tasks: unknown, place: string, title = '', isParallel = false): TaskList =>
    ({ tasks: listOf(tasks, `${path}/${place}`), title, isParallel });
  if (kind === 'fork' && isBody(body['fork'])) return [list(body['fork']['branches'], 'fork/branches', '', true)];
  if (kind === 'for' || kind === 'do') return [list(body['do'], 'do')];
  if (kind !== 'try') return [];
  const handler = isBody(body['catch']) && body['catch']['do'] !== undefined
    ? [list(body['catch']['do'], 'catch/do', 'when it fails')]
    : [];
  return [list(body['try'], 'try'), ...handler];
}

function casesOf(cases: unknown): Task['cases'] {
  if (!Array.isArray(cases)) return [];
  return cases.filter(isBody).flatMap(one => Object.entries(one)).filter(([, value]) => isBody(value))
    .map(([name, value]) => ({ name, then: String((value as Body)['then'] ?? '').replace(/^continue$/, '') }));
}

function aboutOf(kind: string, body: Body): string {
  const value = body[kind];
  if (typeof value === 'string') return value;
  if (kind === 'for' && isBody(value)) return `each ${String(value['each'] ?? 'item')}`;
  if (kind === 'wait' && isBody(value)) return Object.entries(value).map(spanOf).join(' ');
  if (kind === 'run' && isBody(value) && isBody(value['workflow'])) return String(value['workflow']['name'] ?? '');
  return '';
}

/** Such as `2 hours` or `1 hour`. */
const spanOf = ([unit, count]: readonly [string, unknown]) =>
  `${String(count)} ${count === 1 ? unit.replace(/s$/, '') : unit}`;
