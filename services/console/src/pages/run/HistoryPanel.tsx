import { call } from '../../api/client';
import { byMoment } from '../../api/moments';
import { useResource } from '../../api/resource';
import type { AuditItem, ExecutionStatusV1 } from '../../api/schema';
import { Moment } from '../../design/Time';

interface Entry { readonly at: string; readonly what: string; readonly who: string; readonly why: string | null }

/** What the run went through, and what people did to it, the newest first. */
export function HistoryPanel({ run }: { readonly run: ExecutionStatusV1 }) {
  const path = { execution_id: run.execution_id };
  const audit = useResource(`audit ${run.execution_id}`, signal =>
    call('GET /api/v1/executions/{execution_id}/audit', { path, signal }), 0, `${run.revision} ${run.status}`);
  const entries = [...changesOf(run), ...(audit.value?.entries ?? []).map(told)].sort((a, b) => byMoment(b.at, a.at));
  return (
    <table className="table history">
      <caption className="hidden">History of the run, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th><th scope="col">What</th>
          <th scope="col" className="wide">Who</th><th scope="col" className="wide">Why</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, index) => (
          <tr key={index}>
            <td><Moment at={entry.at} /></td>
            <td>
              {entry.what}
              <div className="narrow soft small">{[entry.who, entry.why].filter(Boolean).join(': ')}</div>
            </td>
            <td className="wide">{entry.who}</td><td className="wide">{entry.why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function told(item: AuditItem): Entry {
  const detail = item.detail as Readonly<Record<string, unknown>> | null;
  return { at: item.at, what: item.verb, who: item.who, why: detail?.['reason'] ? String(detail['reason']) : null };
}

function changesOf(run: ExecutionStatusV1): readonly Entry[] {
  const change = (at: string | null, what: string, why: string | null = null): readonly Entry[] =>
    at === null ? [] : [{ at, what, who: '', why }];
  return [
    ...change(run.created_at, 'accepted: pending'),
    ...change(run.started_at, 'started: running'),
    ...change(run.completed_at, `ended: ${run.status}`, run.error?.message ?? run.cancel_reason),
  ];
}
