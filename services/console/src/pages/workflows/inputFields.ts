import { Problem } from '../../api/problem';

/** A member of a workflow's input, as a form asks for it. */
export interface InputField {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'integer' | 'json';
  readonly description: string;
  readonly isRequired: boolean;
  readonly initial: string;
  /** The only values there are, as JSON where they are no texts; null for any. */
  readonly choices: readonly string[] | null;
}

type Body = Readonly<Record<string, unknown>>;

/** The fields of the schema that a definition gives for its input; null when it gives none with members. */
export function fieldsOf(document: unknown): readonly InputField[] | null {
  const schema = at(document, 'input', 'schema', 'document') as Body | undefined;
  const members = Object.entries(schema?.['properties'] ?? {})
    .filter((pair): pair is [string, Body] => isBody(pair[1]));
  if (members.length === 0) return null;
  const required = new Set(listAt(schema, 'required'));
  return members.map(([name, member]) => ({
    name, kind: kindOf(member['type']), description: String(member['description'] ?? ''),
    isRequired: required.has(name), initial: member['default'] === undefined ? '' : textOf(member['default']),
    choices: member['type'] === 'boolean' ? ['true', 'false']
      : listAt(member, 'enum')?.map(textOf) ?? null,
  }));
}

/** An input that is being written. */
export interface InputDraft {
  readonly kind: 'form' | 'json';
  /** By name of the field; those left alone have their initial values. */
  readonly values: Readonly<Record<string, string>>;
  readonly json: string;
}

export const newDraft = (fields: readonly InputField[] | null): InputDraft =>
  ({ kind: fields === null ? 'json' : 'form', values: {}, json: '{}' });

/** What was filled in, as the schema's types have it. @throws Problem for what is no JSON. */
export function inputOf(fields: readonly InputField[] | null, draft: InputDraft): Record<string, unknown> {
  if (fields === null || draft.kind === 'json') return jsonOf('The input', draft.json) as Record<string, unknown>;
  const filled = fields.map(field => [field, draft.values[field.name] ?? field.initial] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(filled.map(([field, value]) =>
    [field.name, field.kind === 'string' ? value : jsonOf(`'${field.name}'`, value)]));
}

/** @param what Whose text it is, as a problem names it. @throws Problem when it is no JSON. */
export function jsonOf(what: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem('input', 0, `${what} is no JSON.`, (error as Error).message);
  }
}

/** The same input as JSON, as far as it can be read. */
export function draftAsJson(fields: readonly InputField[], draft: InputDraft): InputDraft {
  try {
    return { ...draft, kind: 'json', json: JSON.stringify(inputOf(fields, draft), null, 2) };
  } catch {
    return { ...draft, kind: 'json' };
  }
}

/** The same input in fields; members that no field is for are left out. */
export function draftAsForm(fields: readonly InputField[], draft: InputDraft): InputDraft {
  try {
    const members = JSON.parse(draft.json) as Readonly<Record<string, unknown>>;
    const known = fields.filter(field => members[field.name] !== undefined);
    return {
      ...draft, kind: 'form',
      values: Object.fromEntries(known.map(field => [field.name, textOf(members[field.name])])),
    };
  } catch {
    return { ...draft, kind: 'form' };
  }
}

const kindOf = (type: unknown): InputField['kind'] =>
  type === 'string' || type === 'number' || type === 'integer' ? type : 'json';

// A text that is being written may have anything anywhere.
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;
const listAt = (body: Body | undefined, name: string): readonly unknown[] | undefined =>
  (Array.isArray(body?.[name]) ? body[name] as readonly unknown[] : undefined);

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((found, name) => (found as Body | undefined)?.[name], value);
