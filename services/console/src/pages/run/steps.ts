import type { ExecutionStep } from '../../api/schema';

/** One attempt of a step, as the pages show it. */
export interface RunStep {
  /** Path, iteration and attempt: what no other has. */
  readonly key: string;
  readonly name: string;
  /** Of the task in the definition, such as `/do/1/extract`. */
  readonly path: string;
  /** Which turn of the loops around it. */
  readonly iteration: string;
  /** From 1. */
  readonly attempt: number;
  readonly type: string;
  /** Agent or tool that it called. */
  readonly called: string | null;
  readonly status: string;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly error: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Its place in the API's list; null while only the stream told of it. */
  readonly place: number | null;
}

/** As the stream of a run tells of a step (docs/live.md). */
export interface ToldStep {
  readonly step_id: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly step_type: string;
  readonly agent_name: string | null;
  readonly tool_name: string | null;
  readonly status: string;
  readonly started_at: string;
  readonly completed_at: string | null;
}

const keyOf = (path: string, iteration: string, attempt: number) => `${path} ${iteration} ${attempt}`;

export const toldStep = (step: ToldStep): string => keyOf(step.step_path, step.iteration, step.attempt);

export function readStep(step: ExecutionStep, place: number): RunStep {
  const metadata = step.metadata as Readonly<Record<string, unknown>> | null ?? {};
  const path = String(metadata['step_path'] ?? step.step_id);
  const iteration = String(metadata['iteration'] ?? '0');
  const attempt = Number(metadata['attempt'] ?? 1);
  return {
    key: keyOf(path, iteration, attempt), name: step.step_id, path, iteration, attempt, type: step.step_type,
    called: step.agent_name ?? step.tool_name, status: step.status, startedAt: step.started_at,
    completedAt: step.completed_at, error: step.error, metadata, place,
  };
}

const fromTold = (key: string, step: ToldStep): RunStep => ({
  key, name: step.step_id, path: step.step_path, iteration: step.iteration, attempt: step.attempt,
  type: step.step_type, called: step.agent_name ?? step.tool_name, status: step.status, startedAt: step.started_at,
  completedAt: step.completed_at, error: null, metadata: {}, place: null,
});

/** Steps that were read, brought up to what the stream told since. */
export function withTold(steps: readonly RunStep[], told: ReadonlyMap<string, ToldStep>): readonly RunStep[] {
  if (told.size === 0) return steps;
  const left = new Map(told);
  const known = steps.map(step => {
    const news = left.get(step.key);
    left.delete(step.key);
    return news === undefined || step.completedAt !== null
      ? step
      : { ...step, status: news.status, completedAt: news.completed_at };
  });
  return left.size === 0 ? known : [...known, ...[...left].map(([key, step]) => fromTold(key, step))];
}
