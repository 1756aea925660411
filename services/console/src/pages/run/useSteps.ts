import { useCallback, useEffect, useState } from 'react';
import { call } from '../../api/client';
import { Problem } from '../../api/problem';
import { againAfter } from '../../api/resource';
import { useSession } from '../../api/session';
import { readStep, type RunStep } from './steps';

const pageSize = 1_000;

interface Steps {
  readonly steps: readonly RunStep[];
  readonly areAll: boolean;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/** All steps of a run, page by page; the first pages are shown while the others come.
 *  @param isOver Whether the run has ended: then they are read once more, since its end brought their last changes. */
export function useSteps(id: string, isOver: boolean): Steps {
  const { token } = useSession();
  const [turn, setTurn] = useState(0);
  const [known, setKnown] = useState<{ id: string; steps: readonly RunStep[]; areAll: boolean }>(
    { id, steps: [], areAll: false });
  const [problem, setProblem] = useState<Problem | null>(null);
  const reload = useCallback(() => setTurn(before => before + 1), []);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      let steps: readonly RunStep[] = [];
      for (let isLast = false; !isLast;) {
        const query = { limit: pageSize, offset: steps.length };
        const answer = await call('GET /api/executions/{execution_id}/steps',
          { path: { execution_id: id }, query, signal: stop.signal });
        const from = steps.length;
        steps = [...steps, ...answer.steps.map((step, index) => readStep(step, from + index))];
        isLast = answer.steps.length < pageSize;
        const soFar = steps;
        setKnown(before => (before.id === id && before.steps.length > soFar.length && !isLast
          ? before : { id, steps: soFar, areAll: isLast }));
      }
      setProblem(null);
    };
    read().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const told = Problem.from(error);
      setProblem(told);
      if (told.isPassing) timer = setTimeout(reload, againAfter);
    });
    return () => { stop.abort(); clearTimeout(timer); };
  }, [id, isOver, token, turn, reload]);
  const isOurs = known.id === id;
  return { steps: isOurs ? known.steps : [], areAll: isOurs && known.areAll, problem, reload };
}
