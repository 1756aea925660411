import { useMemo } from 'react';
import type { ListedExecution } from '../../api/schema';
import { go } from '../../app/router';
import { spanText } from '../../design/Time';
import { boundsOf, bucketsOf, dotsOf } from './charts';

const size = { width: 480, height: 72 };
const buckets = 48;
/** More dots than this are no clearer. */
const runsMax = 1_000;

/** What the loaded runs look like over time: how many, how many failed, how long they took. */
export function Charts({ rows }: { readonly rows: readonly ListedExecution[] }) {
  const runs = useMemo(() => rows.slice(0, runsMax), [rows]);
  if (runs.length < 2) return null;
  return (
    <div className="charts">
      <Throughput runs={runs} />
      <Durations runs={runs} />
    </div>
  );
}

function Throughput({ runs }: { readonly runs: readonly ListedExecution[] }) {
  const bars = useMemo(() => bucketsOf(runs, buckets, Date.now()), [runs]);
  const most = Math.max(...bars.map(bar => bar.all));
  const width = size.width / buckets;
  const height = (count: number) => count / most * (size.height - 2);
  const failed = runs.filter(run => run.status === 'failed').length;
  const text = `The newest ${runs.length}: ${failed} failed`;
  return (
    <figure className="panel">
      <figcaption>{text} <span className="soft">since {ago(runs)}</span></figcaption>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" role="img" aria-label={text}>
        {bars.map((bar, index) => (
          <g key={index}>
            <title>{`${new Date(bar.from).toLocaleString()}: ${bar.all} accepted, ${bar.failed} failed`}</title>
            <rect className="accepted" x={index * width + 0.5} width={width - 1} y={size.height - height(bar.all)}
              height={height(bar.all)} />
            <rect className="failed" x={index * width + 0.5} width={width - 1} y={size.height - height(bar.failed)}
              height={height(bar.failed)} />
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Durations({ runs }: { readonly runs: readonly ListedExecution[] }) {
  const dots = useMemo(() => dotsOf(runs, Date.now()), [runs]);
  const [least, most] = boundsOf(runs);
  const text = dots.length === 0 ? 'None has ended' : `They took ${spanText(least)} to ${spanText(most)}`;
  return (
    <figure className="panel">
      <figcaption>{text}</figcaption>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" role="img" aria-label={text}>
        {dots.map(dot => (
          <ellipse key={dot.run.execution_id} data-status={dot.run.status} rx="3" ry="3.4"
            cx={4 + dot.x * (size.width - 8)} cy={size.height - 4 - dot.y * (size.height - 8)}
            onClick={() => go(`/runs/${dot.run.execution_id}`)}>
            <title>{`${dot.run.target_name}, ${dot.run.status}, ${spanText(dot.run.duration_ms!)}`}</title>
          </ellipse>
        ))}
      </svg>
    </figure>
  );
}

const ago = (runs: readonly ListedExecution[]) => new Date(runs.at(-1)!.created_at).toLocaleString();
