import type { ListedExecution } from '../../api/schema';

/** A stretch of time with what was accepted in it. */
export interface Bucket { readonly from: number; readonly all: number; readonly failed: number }

/** A run with its place in a chart, both 0 to 1. */
export interface Dot { readonly run: ListedExecution; readonly x: number; readonly y: number }

/** How many runs were accepted, and how many of them failed, in stretches of the same length up to now.
 *  @param runs The newest first, not empty. */
export function bucketsOf(runs: readonly ListedExecution[], count: number, now: number): readonly Bucket[] {
  const from = Date.parse(runs.at(-1)!.created_at);
  const length = Math.max(1, now - from) / count;
  const all = new Array<number>(count).fill(0);
  const failed = new Array<number>(count).fill(0);
  for (const run of runs) {
    const index = Math.min(count - 1, Math.max(0, Math.floor((Date.parse(run.created_at) - from) / length)));
    all[index]!++;
    if (run.status === 'failed') failed[index]!++;
  }
  return all.map((number, index) => ({ from: from + index * length, all: number, failed: failed[index]! }));
}

/** Ended runs by when they were accepted and how long they took, on a scale of powers. */
export function dotsOf(runs: readonly ListedExecution[], now: number): readonly Dot[] {
  const ended = runs.filter(run => run.duration_ms !== null);
  const from = Date.parse(runs.at(-1)!.created_at);
  const [least, most] = boundsOf(ended);
  return ended.map(run => ({
    run,
    x: (Date.parse(run.created_at) - from) / Math.max(1, now - from),
    y: (power(run.duration_ms!) - power(least)) / Math.max(0.1, power(most) - power(least)),
  }));
}

/** Shortest and longest duration. Milliseconds. */
export function boundsOf(runs: readonly ListedExecution[]): readonly [number, number] {
  const spans = runs.map(run => run.duration_ms).filter(span => span !== null);
  return spans.length === 0 ? [0, 0] : [Math.min(...spans), Math.max(...spans)];
}

const power = (span: number) => Math.log10(Math.max(1, span));
