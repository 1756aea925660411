import type { RunStep } from '../pages/run/steps';

/** What a graph is to know of a step. */
export type ToldTask = Pick<RunStep, 'path' | 'status' | 'metadata'>;

/** What became of one task in all its turns and attempts. */
export interface Progress {
  readonly status: string;
  /** Steps that ended well. */
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly total: number;
  /** How often each case of a switch was chosen. */
  readonly cases: ReadonlyMap<string, number>;
}

/** By path of the task. */
export function progressOf(steps: readonly ToldTask[]): ReadonlyMap<string, Progress> {
  const byPath = new Map<string, ToldTask[]>();
  for (const step of steps) {
    const known = byPath.get(step.path);
    if (known) known.push(step);
    else byPath.set(step.path, [step]);
  }
  return new Map([...byPath].map(([path, own]) => [path, of(own)] as const));
}

function of(steps: readonly ToldTask[]): Progress {
  const count = (status: string) => steps.filter(step => step.status === status).length;
  const [done, failed, running] = [count('completed'), count('failed'), count('running') + count('pending')];
  const cases = new Map<string, number>();
  for (const chosen of steps.map(step => step.metadata['case']).filter(one => one !== undefined)) {
    cases.set(String(chosen), (cases.get(String(chosen)) ?? 0) + 1);
  }
  const last = steps.at(-1)!.status;
  const status = running > 0 ? 'running' : failed > 0 && done === 0 ? 'failed' : done > 0 ? 'completed' : last;
  return { status, done, failed, running, total: steps.length, cases };
}
