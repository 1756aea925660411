import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ListedExecution } from '../../api/schema';
import { spanText } from '../../design/Time';

const looked = 100;

/** How the newest ended runs of a workflow went. */
export function Statistics({ id }: { readonly id: string }) {
  const { value } = useResource(`statistics ${id}`, signal => call('GET /api/v1/executions', {
    query: { target_id: id, status: 'completed,failed,cancelled', page_size: looked }, signal,
  }), 10_000);
  const runs = value?.executions ?? [];
  if (runs.length === 0) return null;
  const completed = runs.filter(run => run.status === 'completed');
  const durations = durationsOf(completed);
  return (
    <dl className="facts panel" aria-label={`Of the newest ${runs.length} ended runs`}>
      <div><dt>Newest ended runs</dt><dd>{runs.length}</dd></div>
      <div><dt>Completed</dt><dd>{Math.round(completed.length / runs.length * 100)} %</dd></div>
      {durations.length > 0 && [50, 90, 99].map(percent => (
        <div key={percent}><dt>{percent} % within</dt><dd>{spanText(percentile(durations, percent))}</dd></div>
      ))}
    </dl>
  );
}

const durationsOf = (runs: readonly ListedExecution[]) =>
  runs.map(run => run.duration_ms).filter(span => span !== null).sort((a, b) => a - b);

/** The smallest that so many percent do not exceed. @param sorted In ascending order, not empty. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)]!;
}
