import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/client';
import { useStream } from '../../api/live';
import { Problem } from '../../api/problem';
import { againAfter } from '../../api/resource';
import { useSession } from '../../api/session';
import type { StreamStatus } from '../../api/stream';
import type { Filter } from './filters';
import { withFirstPage, withNextPage, type RunList } from './merge';

const pageSize = 100;
/** Milliseconds between looks at the first page while things happen, and while nothing does. */
const busyPause = 1_000;
const quietPause = 5_000;

export interface Runs {
  readonly list: RunList | null;
  readonly problem: Problem | null;
  readonly live: StreamStatus;
  readonly reload: () => void;
  /** Reads the next page; undefined when there is none. */
  readonly more: (() => void) | undefined;
}

/** The runs that a filter chooses, the newest first, kept as they are now. */
export function useRuns(filter: Filter): Runs {
  const key = JSON.stringify(filter);
  const { token } = useSession();
  const [list, setList] = useState<RunList | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const isDirty = useRef(false);
  const isReadingMore = useRef(false);
  const latest = useRef<string | null>(null);
  latest.current = list?.cursor ?? null;
  const reload = useCallback(() => setTurn(before => before + 1), []);

  useEffect(() => setList(null), [key, token]);
  useEffect(() => {
    const stop = new AbortController();
    isDirty.current = false;
    let isReading = true;
    const query = { ...JSON.parse(key) as Filter, page_size: pageSize };
    call('GET /api/v1/executions', { query, signal: stop.signal }).then(
      page => {
        setProblem(null);
        setList(before => withFirstPage(before, page));
      },
      (error: unknown) => { if (!stop.signal.aborted && error instanceof Problem) setProblem(error); },
    ).finally(() => { isReading = false; });
    let waited = 0;
    const timer = setInterval(() => {
      waited += busyPause;
      // An answer that takes long is waited for: asking again would break it off.
      if (!document.hidden && !isReading && (isDirty.current || waited >= quietPause)) reload();
    }, busyPause);
    return () => { stop.abort(); clearInterval(timer); };
  }, [key, token, turn, reload]);

  const live = useStream('/api/v1/executions/events', () => { isDirty.current = true; });
  const cursor = list?.cursor ?? null;
  const [misses, setMisses] = useState(0);
  const more = useCallback(() => {
    if (cursor === null || isReadingMore.current) return;
    isReadingMore.current = true;
    // Whoever stands at the end asks again when `more` is another one: after a refusal, or when the list had changed.
    const miss = () => setMisses(before => before + 1);
    call('GET /api/v1/executions', { query: { ...JSON.parse(key) as Filter, page_size: pageSize, cursor } })
      .then(
        page => {
          setList(before => (before?.cursor === cursor ? withNextPage(before, page) : before));
          isReadingMore.current = false;
          if (latest.current !== cursor) miss();
        },
        (error: unknown) => {
          setProblem(Problem.from(error));
          isReadingMore.current = false;
          setTimeout(miss, againAfter);
        });
  }, [key, cursor, misses]);
  return { list, problem, live, reload, more: cursor === null ? undefined : more };
}
