import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1 } from '../../api/schema';
import { Dialog } from '../../design/Dialog';
import { JsonView } from '../../design/JsonView';
import { Loading, ProblemNotice } from '../../design/Notice';
import { Status } from '../../design/Status';
import { Duration, Moment } from '../../design/Time';
import { AgentLog } from './AgentLog';
import { ExpressionTry } from './ExpressionTry';
import type { RunStep } from './steps';

interface StepDialogProps {
  readonly run: ExecutionStatusV1;
  readonly step: RunStep;
  readonly onClose: () => void;
}

/** One attempt of a step: when, what went in, what came out, what went wrong. */
export function StepDialog({ run, step, onClose }: StepDialogProps) {
  return (
    <Dialog title={step.name} size="large" onClose={onClose}>
      <div className="row wrap small">
        <Status status={step.status} />
        <span>{step.type.replace('_', ' ')}{step.called && ` of ${step.called}`}</span>
        <span className="soft">turn {step.iteration}, attempt {step.attempt}</span>
        <span className="soft">
          <Moment at={step.startedAt} />, took <Duration from={step.startedAt} to={step.completedAt} />
        </span>
      </div>
      <code className="soft small step-path">{step.path}</code>
      {step.error && <p className="step-error">{step.error}</p>}
      {step.place === null
        ? <p className="soft">What went in and out is shown once the step has been read.</p>
        : <StepData run={run} place={step.place} version={step.status} />}
      {step.place !== null && <ExpressionTry run={run} step={step} />}
      {step.called !== null && <AgentLog run={run} step={step} />}
      {Object.keys(step.metadata).length > 3 && <JsonView title="Metadata" value={step.metadata} />}
      <div className="dialog-foot"><button type="button" onClick={onClose}>Close</button></div>
    </Dialog>
  );
}

// Logs are in the order of steps, so that a step's place leads to its log.
function StepData({ run, place, version }: {
  readonly run: ExecutionStatusV1;
  readonly place: number;
  readonly version: string;
}) {
  const { value, problem } = useResource(`${run.execution_id} ${place}`, async signal => {
    const path = { execution_id: run.execution_id };
    const logs = await call('GET /api/workflows/executions/{execution_id}/logs',
      { path, query: { limit: 1, offset: place }, signal });
    return logs[0] ?? null;
  }, 0, version);
  if (problem) return <ProblemNotice problem={problem} />;
  if (value === null) return <Loading />;
  return (
    <>
      <JsonView title="Input" value={value.input_data} />
      <JsonView title="Output" value={value.output_data} />
      {value.left_out && <p className="soft">Too large to be shown here: {value.left_out.join(', ')}.</p>}
    </>
  );
}
