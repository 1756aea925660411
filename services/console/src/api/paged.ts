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

/** Milliseconds between looks at a list, and up to how many pages of it are looked at. */
const every = 3_000;
const pagesMax = 3;

/** A list that is read page by page. What is shown of it is read again every few seconds, if it is not long, and
 *  whenever `reload` is called. */
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
  const shown = useRef(1);
  shown.current = ours?.pages ?? 1;
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const count = shown.current;
        const read = await readPages(latest.current, count, stop.signal);
        setProblem(null);
        // Pages that came in the meantime stay; the next look sees them.
        setKnown(before => (before?.key === key && before.pages > count ? before : { ...read, key }));
      } catch (error) {
        if (!stop.signal.aborted) setProblem(Problem.from(error));
      }
      if (!stop.signal.aborted) timer = setTimeout(again, every);
    };
    const again = () => {
      if (document.hidden || shown.current > pagesMax) timer = setTimeout(again, every);
      else void look();
    };
    void look();
    return () => { stop.abort(); clearTimeout(timer); };
  }, [key, token, turn]);
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

/** The first pages of a list, as many of them as there are. */
async function readPages<T>(
  read: (after: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>, count: number, signal: AbortSignal,
): Promise<PageOf<T> & { readonly pages: number }> {
  let { rows, next } = await read(undefined, signal);
  let pages = 1;
  for (; pages < count && next !== null; pages++) {
    const page = await read(next, signal);
    rows = [...rows, ...page.rows];
    next = page.next;
  }
  return { rows, next, pages };
}
