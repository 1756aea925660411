import type { ExecutionStatusV1 } from '../../api/schema';

export interface Action {
  readonly verb: 'pause' | 'resume' | 'cancel' | 'retry' | 'rerun';
  readonly name: string;
  readonly route: `POST /api/v1/executions/{execution_id}/${Action['verb']}`;
  /** Whether it makes a run of its own. */
  readonly isNewRun: boolean;
  /** Why it cannot be done now; null when it can. */
  readonly refusal: string | null;
}

const action = (verb: Action['verb'], name: string, refusal: string | null): Action => ({
  verb, name, route: `POST /api/v1/executions/{execution_id}/${verb}`, isNewRun: verb === 'retry' || verb === 'rerun',
  refusal,
});

/** The verbs of docs/verbs.md, with why each is refused. */
export function actionsOf(run: ExecutionStatusV1): readonly Action[] {
  const isOpen = run.status === 'pending' || run.status === 'running';
  const ended = isOpen ? null : `The run has ended: it is ${run.status}, and that never changes.`;
  const open = isOpen ? `The run is ${run.status}; it can be run again once it has ended.` : null;
  return [
    run.paused_at && isOpen ? action('resume', 'Resume', null) : action('pause', 'Pause', ended),
    action('cancel', 'Cancel', ended),
    action('retry', 'Retry', open ?? (run.status === 'completed'
      ? 'Only a failed or cancelled run is retried; rerun starts a completed one from its beginning.' : null)),
    action('rerun', 'Rerun', open),
  ];
}

/** Why a run cannot be moved to another version; null when it may. */
export function moveRefusalOf(run: ExecutionStatusV1): string | null {
  if (run.status !== 'pending' && run.status !== 'running') {
    return `The run has ended: it is ${run.status}, and keeps the version that it had.`;
  }
  return run.type === 'workflow' && run.target_id && run.workflow_version ? null
    : 'It runs no registered workflow, so there is no other version.';
}
