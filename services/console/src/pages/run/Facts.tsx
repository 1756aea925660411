import type { ReactNode } from 'react';
import { addressOf } from '../../api/client';
import type { ExecutionStatusV1 } from '../../api/schema';
import { Link } from '../../app/router';
import { CopyButton } from '../../design/CopyButton';
import { Duration, Moment } from '../../design/Time';
import type { RunStep } from './steps';

/** Everything that is known of a run but its data. */
export function Facts({ run, steps }: { readonly run: ExecutionStatusV1; readonly steps: readonly RunStep[] }) {
  const labels = Object.entries(run.labels as Record<string, string> | null ?? {});
  const ended = steps.filter(step => step.completedAt !== null).length;
  return (
    <dl className="facts panel">
      <Fact name="Id"><code className="ellipsis">{run.execution_id}</code><CopyButton text={run.execution_id} /></Fact>
      <Fact name="Workflow">
        {run.type === 'workflow' && run.target_id
          ? <Link to={workflowOf(run)}>{run.target_name}</Link>
          : `${run.type} ${run.target_name}`}
        {run.workflow_version && <span className="soft">{run.workflow_version}</span>}
      </Fact>
      <Fact name="Owner">{run.owner_id}</Fact>
      <Fact name="Accepted"><Moment at={run.created_at} /></Fact>
      {run.started_at && (
        <Fact name="Waited"><Duration from={run.created_at} to={run.started_at} /></Fact>
      )}
      {run.started_at && <Fact name="Took"><Duration from={run.started_at} to={run.completed_at} /></Fact>}
      {run.completed_at && <Fact name="Ended"><Moment at={run.completed_at} /></Fact>}
      <Fact name="Steps"><span className="number">{ended} of {steps.length} ended</span></Fact>
      <Fact name="Revision"><span className="number">{run.revision}</span></Fact>
      {run.priority !== 0 && <Fact name="Priority">{run.priority}</Fact>}
      {run.business_key && <Fact name="Business key">{run.business_key}</Fact>}
      {labels.length > 0 && <Fact name="Labels">{labels.map(pair => pair.join('=')).join(', ')}</Fact>}
      {run.start_at && <Fact name="Not before"><Moment at={run.start_at} /></Fact>}
      {run.queue_deadline && <Fact name="Starts until"><Moment at={run.queue_deadline} /></Fact>}
      {run.paused_at && <Fact name="Paused"><Moment at={run.paused_at} /></Fact>}
      {run.cancelled_by && (
        <Fact name="Cancelled by">{run.cancelled_by}{run.cancel_reason && `: ${run.cancel_reason}`}</Fact>
      )}
      {run.parent_execution_id && (
        <Fact name="Parent"><RunLink id={run.parent_execution_id} /></Fact>
      )}
      {run.retried_from && (
        <Fact name="Repeats">
          <RunLink id={run.retried_from} />
          <Link to={`/compare?left=${run.retried_from}&right=${run.execution_id}`}>Compare</Link>
        </Fact>
      )}
    </dl>
  );
}

const workflowOf = (run: ExecutionStatusV1) =>
  addressOf('/workflows/{id}', { id: run.target_id }, { version: run.workflow_version });

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

const RunLink = ({ id }: { readonly id: string }) => <Link to={`/runs/${id}`}><code>…{id.slice(-8)}</code></Link>;
