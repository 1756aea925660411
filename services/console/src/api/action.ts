import { useCallback, useRef, useState } from 'react';
import { Problem } from './problem';

/** Something that is done once at a time: told to do more while it is under way, it does nothing. */
export interface Action {
  readonly isBusy: boolean;
  /** Why it could not be done; null before and after success. */
  readonly problem: Problem | null;
  readonly run: (act: () => Promise<unknown>) => Promise<void>;
}

export function useAction(): Action {
  const isUnderWay = useRef(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(async (act: () => Promise<unknown>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setIsBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(Problem.from(error));
    }
    isUnderWay.current = false;
    setIsBusy(false);
  }, []);
  return { isBusy, problem, run };
}
