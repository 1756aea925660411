import type { NeededStep } from '../../../api/schema';
import { jsonOf } from '../inputFields';

/** What one attempt of a step is to get, as it is being written. */
export interface Answer {
  /** Which of the two counts. */
  readonly kind: 'output' | 'error';
  /** JSON. */
  readonly output: string;
  /** JSON. */
  readonly error: string;
}

/** Answers for one task: a single one is for every attempt and turn, several are for one after the other. */
export interface Given {
  /** Of the task, such as `/do/1/ask`. */
  readonly path: string;
  readonly name: string;
  /** What the task would send, as the last simulation told. */
  readonly sends: unknown;
  readonly answers: readonly Answer[];
}

export const newAnswer: Answer = {
  kind: 'output', output: '{}', error: '{ "status": 503, "title": "Not available" }',
};

/** With places for the results that a simulation asked for: one for a task that asks first, which is for all of its
 *  turns; one more for each turn that a list had none left for. */
export function withNeeds(given: readonly Given[], needs: readonly NeededStep[]): readonly Given[] {
  const more = given.map(one => {
    const own = needs.filter(need => need.step_path === one.path);
    return own.length === 0 ? one
      : { ...one, sends: own[0]!.input_data, answers: [...one.answers, ...own.map(() => newAnswer)] };
  });
  const known = new Set(given.map(one => one.path));
  const fresh = needs.filter((need, at) => !known.has(need.step_path)
    && needs.findIndex(other => other.step_path === need.step_path) === at);
  return [...more, ...fresh.map(need => (
    { path: need.step_path, name: need.step_id, sends: need.input_data, answers: [newAnswer] }))];
}

/** As the API takes them. @throws Problem for what is no JSON. */
export function resultsOf(given: readonly Given[]): Record<string, unknown> {
  return Object.fromEntries(given.map(({ path, name, answers }) => {
    const read = answers.map(answer => ({ [answer.kind]: jsonOf(`The result of '${name}'`, answer[answer.kind]) }));
    return [path, read.length === 1 ? read[0] : read];
  }));
}
