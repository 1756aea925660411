import { useState } from 'react';
import { addressOf, call } from '../../api/client';
import { Problem } from '../../api/problem';
import type { ExecutionStatusV1, RepeatedExecution } from '../../api/schema';
import { go, Link } from '../../app/router';
import { MoveButton } from '../moving/MoveButton';
import { actionsOf, moveRefusalOf, type Action } from './actions';

/** What can be done to a run; what cannot says why. */
export function ActionBar({ run, onDone }: { readonly run: ExecutionStatusV1; readonly onDone: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const act = async (action: Action) => {
    setBusy(action.verb);
    setProblem(null);
    try {
      const answer = await call(action.route, { path: { execution_id: run.execution_id }, body: {} });
      if (action.isNewRun) go(`/runs/${(answer as RepeatedExecution).execution_id}`);
      else onDone();
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
    }
    setBusy(null);
  };
  return (
    <div className="actions" role="group" aria-label="Actions">
      <Link className="button" to={`/compare?left=${run.execution_id}`}>Compare</Link>
      {run.type === 'workflow' && run.target_id && (
        <Link className="button" title="Run its workflow again on its recorded results, calling nobody"
          to={simulationOf(run)}>Simulate</Link>
      )}
      {actionsOf(run).map(action => (
        <button key={action.verb} type="button" className={action.verb === 'cancel' ? 'danger' : undefined}
          aria-disabled={action.refusal !== null || busy !== null} title={action.refusal ?? undefined}
          aria-description={action.refusal ?? undefined}
          onClick={() => { if (action.refusal === null && busy === null) void act(action); }}>
          {action.name}
        </button>
      ))}
      <MoveButton run={run} refusal={moveRefusalOf(run)} onDone={onDone} />
      {problem && <span className="action-problem" role="alert">{problem.detail || problem.title}</span>}
    </div>
  );
}

const simulationOf = (run: ExecutionStatusV1) => addressOf(
  '/workflows/{id}', { id: run.target_id },
  { tab: 'simulate', version: run.workflow_version, run: run.execution_id });
