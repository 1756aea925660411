import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from './problem';
import { useSession } from './session';

export interface PageOf<T> { readonly rows: readonly T[]; readonly next: string | null }

export interface Paged<T> {
  readonly rows: readonly T[] | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
  /** Reads the next page; undefined when there is none. */
  readonly more: (() => void) | undefined;
}

/** Milliseconds between looks at a list of which one page is shown. */
const every = 3_000;

/** A list that is read page by page. While only its first page is shown, it is read again every few seconds. */
export function usePaged<T>(
  key: string, read: (after: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>,
): Paged<T> {
  const [known, setKnown] = useState<(PageOf<T> & { readonly key: string; readonly pages: number }) | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const { token } = useSession();
  const latest = useRef(read);
  latest.current = read;
  const reload = useCallback(() => setTurn(before => before + 1), []);
  const ours = known?.key === key ? known : null;
  const isLong = (ours?.pages ?? 0) > 1;
  useEffect(() => {
    const stop = new AbortController();
    const look = () => latest.current(undefined, stop.signal).then(
      page => {
        setProblem(null);
        setKnown({ ...page, key, pages: 1 });
      },
      (error: unknown) => { if (!stop.signal.aborted && error instanceof Problem) setProblem(error); });
    if (!isLong) void look();
    const timer = setInterval(() => { if (!document.hidden && !isLong) void look(); }, every);
    return () => { stop.abort(); clearInterval(timer); };
  }, [key, token, turn, isLong]);
  const next = ours?.next ?? null;
  const more = useCallback(() => {
    if (next === null) return;
    latest.current(next, new AbortController().signal).then(
      page => setKnown(before => (before?.key === key && before.next === next
        ? { key, rows: [...before.rows, ...page.rows], next: page.next, pages: before.pages + 1 } : before)),
      (error: unknown) => { if (error instanceof Problem) setProblem(error); });
  }, [key, next]);
  return { rows: ours?.rows ?? null, problem, reload, more: next === null ? undefined : more };
}
