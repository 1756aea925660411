import { call } from '../../api/client';
import { byMoment } from '../../api/moments';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1, NextEvent } from '../../api/schema';
import { Ago } from '../../design/Time';
import { isEnded } from './useRun';

/** Why the run is where it is, and what comes next (docs/explain.md). */
export function ExplainPanel({ run }: { readonly run: ExecutionStatusV1 }) {
  const path = { execution_id: run.execution_id };
  const { value } = useResource(
    run.execution_id,
    signal => call('GET /api/v1/executions/{execution_id}/explain', { path, signal }),
    isEnded(run.status) ? 0 : 4_000, `${run.revision} ${run.status}`);
  if (value === null) return <section className="explain panel" aria-busy="true"><p className="soft">…</p></section>;
  const more = value.reasons.length > 1 || value.next.length > 0 || value.remedies.length > 0;
  return (
    <section className="explain panel" aria-label="Why it is where it is" data-status={run.status}>
      <p className="explain-summary">{value.summary}</p>
      {more && (
        <details>
          <summary>Why, and what comes next</summary>
          <ul>
            {value.reasons.map((reason, index) => (
              <li key={index}>
                {reason.message} <span className="soft"><code>{reason.code}</code>
                  {reason.since && <> since <Ago at={reason.since} /></>}</span>
              </li>
            ))}
          </ul>
          {value.next.length > 0 && <h3>Next</h3>}
          <ul>
            {onceEach(value.next).map(({ what, when }) => <li key={what}>{what} {when && <Ago at={when} />}</li>)}
          </ul>
          {value.remedies.length > 0 && <h3>What one can do</h3>}
          <ul>{value.remedies.map(remedy => <li key={remedy}>{remedy}</li>)}</ul>
        </details>
      )}
    </section>
  );
}

/** Turns of a loop may be about to do the same; it is told once, with the moment that comes first. */
function onceEach(events: readonly NextEvent[]): readonly NextEvent[] {
  const first = new Map<string, NextEvent>();
  for (const event of events) {
    const known = first.get(event.what);
    const isSooner = !known || (event.when !== null && (known.when === null || byMoment(event.when, known.when) < 0));
    if (isSooner) first.set(event.what, event);
  }
  return [...first.values()];
}
