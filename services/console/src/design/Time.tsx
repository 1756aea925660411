import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      watchers.forEach(each => each());
    }, 1_000);
  }
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Milliseconds since 1970, anew every second. */
export const useNow = (): number => useSyncExternalStore(watch, () => now);

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How long ago something was; the moment itself is told on hovering. */
export function Ago({ at }: { readonly at: string }) {
  const passed = useNow() - Date.parse(at);
  const text = passed < -1_500 ? `in ${roughly(-passed)}` : passed < 1_500 ? 'now' : `${roughly(passed)} ago`;
  return <time dateTime={at} title={absolute.format(new Date(at))}>{text}</time>;
}

export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at} title={at}>{absolute.format(new Date(at))}</time>;
}

/** From one moment to another, or to now. */
export function Duration({ from, to }: { readonly from: string; readonly to: string | null }) {
  return to === null ? <Running from={from} /> : <>{spanText(Date.parse(to) - Date.parse(from))}</>;
}

function Running({ from }: { readonly from: string }) {
  return <>{spanText(Math.max(0, useNow() - Date.parse(from)))}</>;
}

/** A span in its largest unit. @param span Milliseconds. */
function roughly(span: number): string {
  if (span < 60_000) return `${Math.floor(span / 1_000)} s`;
  if (span < 3_600_000) return `${Math.floor(span / 60_000)} min`;
  if (span < 172_800_000) return `${Math.floor(span / 3_600_000)} h`;
  return `${Math.floor(span / 86_400_000)} days`;
}

/** A span in one or two units. @param span Milliseconds. */
export function spanText(span: number): string {
  if (span < 1_000) return `${Math.round(span)} ms`;
  const seconds = span / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${pad((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
