import { Problem } from '../../api/problem';

/** What the API said of one run: null when it goes. */
export interface Verdict { readonly id: string; readonly problem: Problem | null }

/** Runs that were refused for the same reason. */
export interface Refusals { readonly problem: Problem; readonly ids: readonly string[] }

const atOnce = 4;

/** Asks for one run after the other, a few at a time, and tells each answer as it comes. */
export async function askEach(
  ids: readonly string[], ask: (id: string) => Promise<unknown>, onAnswer: (verdict: Verdict) => void,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  const isStopped = () => signal?.aborted === true;
  const work = async () => {
    while (next < ids.length && !isStopped()) {
      const id = ids[next++]!;
      const problem = await ask(id).then(() => null, Problem.from);
      if (!isStopped()) onAnswer({ id, problem });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** By the kind of the problem and the step that it is about, the most frequent first. */
export function refusalsOf(verdicts: readonly Verdict[]): readonly Refusals[] {
  const groups = new Map<string, { problem: Problem; ids: string[] }>();
  for (const { id, problem } of verdicts) {
    if (problem === null) continue;
    const key = `${problem.type} ${String(problem.facts['step_path'] ?? problem.facts['step'] ?? '')}`;
    const group = groups.get(key);
    if (group) group.ids.push(id);
    else groups.set(key, { problem, ids: [id] });
  }
  return [...groups.values()].sort((a, b) => b.ids.length - a.ids.length);
}
