import { byMoment } from '../../api/moments';
import type { ExecutionStatusV1 } from '../../api/schema';
import type { RunStep } from './steps';

/** A stretch of time in a lane. Milliseconds since 1970. */
export interface Bar {
  readonly step: RunStep | null;
  readonly kind: 'run' | 'retry' | 'queue';
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

export interface Timeline {
  readonly bars: readonly Bar[];
  readonly lanes: number;
  readonly from: number;
  readonly to: number;
}

/** What ran beside what: a lane holds what came one after the other. Steps that hold others are left out.
 *  @param now Where steps end that have not. */
export function timelineOf(run: ExecutionStatusV1, steps: readonly RunStep[], now: number): Timeline {
  const from = Date.parse(run.created_at);
  const start = run.started_at === null ? now : Date.parse(run.started_at);
  const holders = holdersOf(steps);
  const earlier = new Map(steps.map(step => [step.key, step]));
  const bars: Bar[] = [{ step: null, kind: 'queue', lane: 0, from, to: start }];
  const ends: number[] = [start];
  const leaves = steps.filter(step => !holders.has(step.path));
  for (const step of [...leaves].sort((a, b) => byMoment(a.startedAt, b.startedAt))) {
    const before = earlier.get(`${step.path} ${step.iteration} ${step.attempt - 1}`);
    const begins = Date.parse(step.startedAt);
    const waits = before?.completedAt ? Date.parse(before.completedAt) : begins;
    const ended = step.completedAt === null ? now : Date.parse(step.completedAt);
    let lane = ends.findIndex(end => end <= waits);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = ended;
    if (waits < begins) bars.push({ step, kind: 'retry', lane, from: waits, to: begins });
    bars.push({ step, kind: 'run', lane, from: begins, to: ended });
  }
  const last = run.completed_at === null ? now : Date.parse(run.completed_at);
  return { bars, lanes: ends.length, from, to: Math.max(last, ...ends, from + 1) };
}

function holdersOf(steps: readonly RunStep[]): ReadonlySet<string> {
  const holders = new Set<string>();
  for (const path of new Set(steps.map(step => step.path))) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) holders.add(path.slice(0, at));
  }
  return holders;
}

/** Where moments lie on the screen, and which gaps were folded. */
export interface Scale {
  readonly at: (moment: number) => number;
  readonly gaps: readonly { readonly x: number; readonly width: number; readonly span: number }[];
  readonly width: number;
}

const folded = 26;

/** @param isFolded Whether long stretches in which nothing ran are made short. */
export function scaleOf(timeline: Timeline, width: number, isFolded: boolean): Scale {
  const total = timeline.to - timeline.from;
  const idle = isFolded ? idleOf(timeline).filter(gap => gap.to - gap.from > total / 12) : [];
  const left = total - idle.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const perMillisecond = Math.max(1, width - folded * idle.length) / Math.max(1, left);
  const at = (moment: number) => {
    let x = (moment - timeline.from) * perMillisecond;
    for (const gap of idle.filter(one => one.from < moment)) {
      const inside = Math.min(moment, gap.to) - gap.from;
      x += inside / (gap.to - gap.from) * folded - inside * perMillisecond;
    }
    return x;
  };
  const gaps = idle.map(gap => ({ x: at(gap.from), width: folded, span: gap.to - gap.from }));
  return { at, gaps, width };
}

function idleOf(timeline: Timeline): readonly { readonly from: number; readonly to: number }[] {
  const busy = timeline.bars.filter(bar => bar.kind === 'run').sort((a, b) => a.from - b.from);
  const idle: { from: number; to: number }[] = [];
  let end = timeline.from;
  for (const bar of busy) {
    if (bar.from > end) idle.push({ from: end, to: bar.from });
    end = Math.max(end, bar.to);
  }
  return end < timeline.to ? [...idle, { from: end, to: timeline.to }] : idle;
}
