import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../../api/client';
import { useStream } from '../../api/live';
import type { Problem } from '../../api/problem';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1 } from '../../api/schema';
import type { StreamEvent, StreamStatus } from '../../api/stream';
import { toldStep, withTold, type RunStep, type ToldStep } from './steps';
import { useSteps } from './useSteps';

export interface LiveRun {
  readonly run: ExecutionStatusV1 | null;
  readonly problem: Problem | null;
  readonly steps: readonly RunStep[];
  readonly areAllSteps: boolean;
  readonly live: StreamStatus;
  readonly reload: () => void;
}

/** Milliseconds between looks at the run itself while changes come. */
const pause = 700;

export const isEnded = (status: string): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** A run with its steps, as they are now: read once, then kept by what the stream of the run tells. */
export function useRun(id: string): LiveRun {
  const path = { execution_id: id };
  const run = useResource(id, signal => call('GET /api/v1/executions/{execution_id}', { path, signal }));
  const isOver = run.value !== null && isEnded(run.value.status);
  const steps = useSteps(id, isOver);
  const [told, setTold] = useState<ReadonlyMap<string, ToldStep>>(new Map());
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isReading = useRef(false);
  isReading.current = run.isReading;
  const { reload: reloadRun } = run;
  const { reload: reloadSteps } = steps;
  const reload = useCallback(() => {
    reloadRun();
    reloadSteps();
  }, [reloadRun, reloadSteps]);
  useEffect(() => () => clearTimeout(later.current), []);
  useEffect(() => setTold(new Map()), [id]);

  const look = useCallback(() => {
    // An answer that takes long is waited for: asking again would break it off.
    later.current = isReading.current ? setTimeout(look, pause) : undefined;
    if (later.current === undefined) reloadRun();
  }, [reloadRun]);
  const onEvent = useCallback((event: StreamEvent) => {
    // The stream tells what comes after this picture; what came between the first look and it, only another look does.
    if (event.type === 'status') {
      later.current ??= setTimeout(() => {
        later.current = undefined;
        reload();
      }, isReading.current ? pause : 0);
      return;
    }
    const change = JSON.parse(event.data) as { readonly status?: string; readonly steps?: readonly ToldStep[] };
    if (change.steps?.length) {
      setTold(before => new Map([...before, ...change.steps!.map(step => [toldStep(step), step] as const)]));
    }
    const isEnd = isEnded(change.status ?? '');
    if (isEnd) clearTimeout(later.current);
    else if (later.current !== undefined) return;
    later.current = setTimeout(look, isEnd ? 0 : pause);
  }, [look, reload]);
  const live = useStream(isOver ? null : `/api/v1/executions/${id}/events`, onEvent);
  const all = useMemo(() => withTold(steps.steps, told), [steps.steps, told]);
  return { run: run.value, problem: run.problem ?? steps.problem, steps: all, areAllSteps: steps.areAll, live, reload };
}
