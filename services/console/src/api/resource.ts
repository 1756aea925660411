import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from './problem';
import { useSession } from './session';

/** Something that is read from the API. While it is read again, what is known stays. */
export interface Resource<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly isReading: boolean;
  readonly reload: () => void;
}

/** Milliseconds until something is asked again that was not answered. */
export const againAfter = 3_000;

/** Reads when `key` changes, and again when told to. A null key reads nothing. An API that is away is asked again.
 *  @param every Milliseconds between looks; 0 for none.
 *  @param version Says that what is known under this key is old: it stays until the news are read. */
export function useResource<T>(
  key: string | null, read: (signal: AbortSignal) => Promise<T>, every = 0, version: string | number = '',
): Resource<T> {
  const [known, setKnown] = useState<{ key: string | null; value: T | null; problem: Problem | null }>(
    { key: null, value: null, problem: null });
  const [isReading, setIsReading] = useState(key !== null);
  const [turn, setTurn] = useState(0);
  const { token } = useSession();
  const latest = useRef(read);
  latest.current = read;
  const reload = useCallback(() => setTurn(before => before + 1), []);
  useEffect(() => {
    if (key === null) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setIsReading(true);
    latest.current(stop.signal).then(
      value => {
        setKnown({ key, value, problem: null });
        if (every > 0) timer = setTimeout(reload, every);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const problem = Problem.from(error);
        setKnown(before => ({ key, value: before.key === key ? before.value : null, problem }));
        if (every > 0 || problem.isPassing) timer = setTimeout(reload, Math.max(every, againAfter));
      },
    ).finally(() => { if (!stop.signal.aborted) setIsReading(false); });
    return () => { stop.abort(); clearTimeout(timer); };
  }, [key, version, turn, token, every, reload]);
  const isOurs = known.key === key;
  return { value: isOurs ? known.value : null, problem: isOurs ? known.problem : null, isReading, reload };
}
