import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ExecutionStatusV1 } from '../../api/schema';
import { spanText, useNow } from '../../design/Time';
import { StepDialog } from './StepDialog';
import type { RunStep } from './steps';
import { scaleOf, timelineOf, type Bar, type Scale } from './timeline';

const laneHeight = 22;
const top = 26;

/** When everything ran: time to the right, what ran at the same time below each other. */
export function TimelinePanel({ run, steps }: {
  readonly run: ExecutionStatusV1;
  readonly steps: readonly RunStep[];
}) {
  const [zoom, setZoom] = useState(1);
  const [isFolded, setIsFolded] = useState(true);
  const [opened, setOpened] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box) * zoom;
  const second = useNow();
  const now = run.completed_at ? Date.parse(run.completed_at) : Math.max(second, Date.parse(run.created_at));
  const timeline = useMemo(() => timelineOf(run, steps, now), [run, steps, now]);
  const scale = useMemo(() => scaleOf(timeline, width, isFolded), [timeline, width, isFolded]);
  const step = steps.find(one => one.key === opened);
  const reached = focused ?? timeline.bars.find(bar => bar.kind === 'run')?.step?.key;
  return (
    <>
      <div className="timeline-bar">
        <span className="key" style={{ '--key': 'var(--completed)' } as object}>ran</span>
        <span className="key" style={{ '--key': 'color-mix(in srgb, var(--pending) 35%, transparent)' } as object}>
          in the queue</span>
        <span className="key" style={{ '--key': 'color-mix(in srgb, var(--cancelled) 45%, transparent)' } as object}>
          before a retry</span>
        <span className="grow" />
        <label className="row">
          <input type="checkbox" checked={isFolded} onChange={event => setIsFolded(event.target.checked)} />
          Fold gaps
        </label>
        <label className="row">
          Zoom
          <input type="range" min="0" max="6" step="1" value={Math.log2(zoom)}
            onChange={event => setZoom(2 ** Number(event.target.value))} />
        </label>
      </div>
      <div className="timeline" ref={box} role="region" aria-label="Timeline; the tab Steps tells the same">
        <svg width={width} height={top + timeline.lanes * laneHeight + 4} role="group" onKeyDown={moveFocus}
          aria-label={`${steps.length} steps in ${timeline.lanes} lanes over ${spanText(timeline.to - timeline.from)}; `
            + 'the arrow keys go from one to the next'}>
          <Axis scale={scale} from={timeline.from} to={timeline.to} height={top + timeline.lanes * laneHeight} />
          {timeline.bars.map(bar => (
            <BarShape key={`${bar.kind} ${bar.step?.key}`} bar={bar} scale={scale} onOpen={setOpened}
              isReached={bar.kind === 'run' && bar.step?.key === reached} onFocus={setFocused} />
          ))}
        </svg>
      </div>
      {step && <StepDialog run={run} step={step} onClose={() => setOpened(null)} />}
    </>
  );
}

/** Goes from bar to bar in the order in which they began: with thousands of them, each cannot be a stop of Tab. */
function moveFocus(event: KeyboardEvent<SVGSVGElement>) {
  const bars = [...event.currentTarget.querySelectorAll<SVGGElement>('[role="button"]')];
  const at = bars.indexOf(event.target as SVGGElement);
  const last = bars.length - 1;
  const places = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
  const bar = event.key in places ? bars[places[event.key as keyof typeof places]] : undefined;
  if (!bar) return;
  event.preventDefault();
  bar.focus();
  bar.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

const BarShape = memo(({ bar, scale, isReached, onOpen, onFocus }: {
  readonly bar: Bar;
  readonly scale: Scale;
  /** Whether Tab comes to this one. */
  readonly isReached: boolean;
  readonly onOpen: (key: string) => void;
  readonly onFocus: (key: string) => void;
}) => {
  const [x, end] = [scale.at(bar.from), scale.at(bar.to)];
  const width = Math.max(1.5, end - x);
  const y = top + bar.lane * laneHeight;
  const { step } = bar;
  const name = step === null ? 'in the queue' : step.name;
  const label = `${name}, ${bar.kind === 'retry' ? 'before its retry' : step?.status ?? ''} ${
    spanText(bar.to - bar.from)}`;
  const keyed = (event: KeyboardEvent) => {
    if (!step || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    onOpen(step.key);
  };
  const control = step && bar.kind === 'run' ? {
    role: 'button', tabIndex: isReached ? 0 : -1, 'aria-label': label, onKeyDown: keyed,
    onFocus: () => onFocus(step.key),
  } : {};
  return (
    <g className={`bar ${bar.kind}`} data-status={step?.status} {...control}
      onClick={() => { if (step) onOpen(step.key); }}>
      <title>{label}</title>
      <rect x={x} y={y} width={width} height={laneHeight - 4} rx="3" />
      {width > 46 && <text x={x + 5} y={y + 13}>{cut(bar.kind === 'retry' ? 'wait' : name, width)}</text>}
    </g>
  );
});

const cut = (text: string, width: number) => {
  const room = Math.floor((width - 8) / 6.6);
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
};

function Axis({ scale, from, to, height }: {
  readonly scale: Scale;
  readonly from: number;
  readonly to: number;
  readonly height: number;
}) {
  const step = niceStep((to - from) / Math.max(2, scale.width / 140));
  const marks = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => index * step);
  const shown = marks.filter((mark, index) =>
    index === 0 || scale.at(from + mark) - scale.at(from + marks[index - 1]!) > 40);
  return (
    <>
      {scale.gaps.map(gap => (
        <rect key={gap.x} className="gap" x={gap.x} y={18} width={gap.width} height={height - 18}>
          <title>{`nothing ran for ${spanText(gap.span)}`}</title>
        </rect>
      ))}
      {shown.map(mark => (
        <g key={mark}>
          <line className="axis" x1={scale.at(from + mark)} x2={scale.at(from + mark)} y1={16} y2={height} />
          <text x={scale.at(from + mark) + 3} y={11}>{spanText(mark)}</text>
        </g>
      ))}
    </>
  );
}

/** 1, 2 or 5 of a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map(one => one * power).find(one => one >= least)!;
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(280, (entry?.contentRect.width ?? 800) - 2)));
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
