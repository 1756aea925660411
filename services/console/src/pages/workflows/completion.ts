import { objects, words } from './dslKeys';

/** What may stand where the caret is. */
export interface Completion {
  /** Where the word begins that is replaced, and where it ends: offsets in the text. */
  readonly from: number;
  readonly to: number;
  /** What has been written of it. */
  readonly word: string;
  readonly choices: readonly Choice[];
}

export interface Choice { readonly text: string; readonly insert: string }

interface Line { readonly key: string; readonly column: number; readonly dash: number; readonly value: string }

const choicesMax = 12;

/** The words of the definition language that fit at a place of a YAML text; null where none are known.
 *  @param agents Names that `call` takes beside its own words. */
export function completionAt(text: string, caret: number, agents: readonly string[]): Completion | null {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const before = text.slice(start, caret);
  const rest = /^[\w.-]*/.exec(text.slice(caret))![0];
  const at = /^( *(?:- +)*)([\w.-]*)$/.exec(before);
  const value = /^ *(?:- +)*([\w.-]+): +([\w./-]*)$/.exec(before);
  const word = (at?.[2] ?? value?.[2] ?? '');
  const lines = text.slice(0, start).split('\n').slice(0, -1);
  const all = at ? keysAt(lines, text.slice(caret).split('\n').slice(1), at[1]!) : value
    ? [...words[value[1]!] ?? [], ...(value[1] === 'call' ? agents : []), ...(value[1] === 'then' ? namesIn(text) : [])]
      .map(one => ({ text: one, insert: one }))
    : [];
  const fit = all.filter(one => one.text.toLowerCase().startsWith(word.toLowerCase()));
  if (fit.length === 0 || (fit.length === 1 && fit[0]!.text === word + rest)) return null;
  return { from: caret - word.length, to: caret + rest.length, word, choices: fit.slice(0, choicesMax) };
}

function keysAt(above: readonly string[], below: readonly string[], blanks: string): readonly Choice[] {
  const place = { column: blanks.length, dash: blanks.indexOf('-') };
  const keys = objects[kindOf(above, below, place)] ?? {};
  const taken = siblingsOf(above, below, place);
  return Object.entries(keys).filter(([key]) => !taken.has(key))
    .map(([key, kind]) => ({ text: key, insert: kind === '' || kind === 'duration' ? `${key}: ` : `${key}:` }));
}

interface Place { readonly column: number; readonly dash: number }

/** Which object a line's members belong to, found by going up to where the text is indented less. */
function kindOf(above: readonly string[], below: readonly string[], place: Place): string {
  const path: string[] = [];
  let call = '';
  let column = place.dash < 0 ? place.column : place.dash + 1;
  for (let index = above.length - 1; index >= 0; index--) {
    const line = lineOf(above[index]!);
    if (line === null || line.column > column) continue;
    if (line.column === column && line.dash >= 0) column = line.dash + 1;
    else if (line.column < column) {
      path.unshift(line.key);
      if (line.key === 'with' && path.length === 1) {
        call = valueOf(above.slice(0, index), [...above.slice(index + 1), ...below], line);
      }
      column = line.dash < 0 ? line.column : line.dash + 1;
    }
  }
  return path.reduce((kind, key) => stepInto(kind, key, call), 'root');
}

function stepInto(kind: string, key: string, call: string): string {
  if (kind === 'tasks') return 'task';
  if (kind === 'cases') return 'case';
  if (kind.startsWith('named ')) return kind.slice('named '.length);
  const next = objects[kind]?.[key] ?? '';
  return next === 'with' ? `with ${call}` : next;
}

/** What `call` says in the task of a `with`. */
function valueOf(above: readonly string[], below: readonly string[], own: Line): string {
  return [...around(above, below, own)].find(line => line.key === 'call')?.value ?? '';
}

const siblingsOf = (above: readonly string[], below: readonly string[], place: Place): ReadonlySet<string> =>
  new Set([...around(above, below, place)].map(line => line.key));

/** The members beside one: those of its column, up and down to the ends of their object. */
function* around(above: readonly string[], below: readonly string[], place: Place): Generator<Line> {
  for (let index = above.length - 1; index >= 0 && place.dash < 0; index--) {
    const line = lineOf(above[index]!);
    if (line === null || line.column > place.column) continue;
    if (line.column < place.column) break;
    yield line;
    if (line.dash >= 0) break;
  }
  for (const text of below) {
    const line = lineOf(text);
    if (line === null) continue;
    if (line.column < place.column || (line.dash >= 0 && line.dash < place.column)) break;
    if (line.column === place.column) yield line;
  }
}

/** A line with a member; null for any other. */
function lineOf(text: string): Line | null {
  const found = /^( *(?:- +)*)(["']?)([^"'#:{[][^"':]*)\2 *:(?: +(.*))?$/.exec(text);
  if (!found) return null;
  const blanks = found[1]!;
  return { key: found[3]!, column: blanks.length, dash: blanks.indexOf('-'), value: (found[4] ?? '').trim() };
}

const namesIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/^ *- +([\w.-]+):/gm)].map(found => found[1]!))];
