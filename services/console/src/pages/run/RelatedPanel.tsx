import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1, RelatedExecution } from '../../api/schema';
import { Link } from '../../app/router';
import { Loading, Notice, ProblemNotice } from '../../design/Notice';
import { Status } from '../../design/Status';
import { Ago, Duration } from '../../design/Time';
import { isEnded } from './useRun';

const titles: Readonly<Record<string, string>> = {
  parent: 'Started by', child: 'Started', repeats: 'Repeats', repeated_by: 'Repeated by',
  same_key: 'With the same business key',
};

/** The runs above and below, before and after this one, and those about the same thing. */
export function RelatedPanel({ run }: { readonly run: ExecutionStatusV1 }) {
  const path = { execution_id: run.execution_id };
  const { value, problem } = useResource(`related ${run.execution_id}`, signal =>
    call('GET /api/v1/executions/{execution_id}/related', { path, signal }),
  isEnded(run.status) ? 0 : 3_000, run.status);
  if (value === null) return problem ? <ProblemNotice problem={problem} /> : <Loading />;
  const relations = Object.keys(titles).filter(one => value.related.some(other => other.relation === one));
  return (
    <div className="tabs-pad column">
      {relations.length === 0 && (
        <Notice kind="empty" title="This run stands alone.">
          It has no parent, no children and no repeats, and no other run has its business key.
        </Notice>
      )}
      {relations.map(relation => (
        <section key={relation} aria-label={titles[relation]}>
          <h3>{titles[relation]}{relation === 'same_key' && `: ${run.business_key ?? ''}`}</h3>
          <ul className="related">
            {value.related.filter(one => one.relation === relation).map(one =>
              <Related key={one.execution.execution_id} one={one} left={run.execution_id} />)}
          </ul>
        </section>
      ))}
      {value.is_more && <p className="soft">There are more; these are some of them.</p>}
    </div>
  );
}

function Related({ one: { execution }, left }: { readonly one: RelatedExecution; readonly left: string }) {
  return (
    <li>
      <Status status={execution.status} />
      <Link className="grow ellipsis" to={`/runs/${execution.execution_id}`} title={execution.execution_id}>
        {execution.name || execution.type} <code className="soft">…{execution.execution_id.slice(-8)}</code>
      </Link>
      <span className="soft related-time"><Ago at={execution.created_at} />{execution.started_at && (
        <>, took <Duration from={execution.started_at} to={execution.completed_at} /></>)}</span>
      <Link to={`/compare?left=${left}&right=${execution.execution_id}`}>Compare</Link>
    </li>
  );
}
