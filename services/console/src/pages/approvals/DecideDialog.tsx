import { useState } from 'react';
import { call } from '../../api/client';
import type { ApprovalItem } from '../../api/schema';
import { Link } from '../../app/router';
import { ActionButton } from '../../design/ActionButton';
import { Dialog } from '../../design/Dialog';
import { Ago } from '../../design/Time';

/** Approves or rejects what a step of a run waits for. */
export function DecideDialog({ one, onClose }: { readonly one: ApprovalItem; readonly onClose: () => void }) {
  const [comment, setComment] = useState('');
  const decide = (decision: 'approve' | 'reject') => () =>
    call('POST /api/v1/executions/{execution_id}/approvals/{step}', {
      path: { execution_id: one.execution_id, step: one.step },
      body: {
        decision, step_path: one.step_path, iteration: one.iteration, attempt: one.attempt,
        ...(comment.trim() && { comment: comment.trim() }),
      },
    });
  return (
    <Dialog title={one.title ?? one.step} onClose={onClose}>
      {one.prompt && <p className="approval-prompt">{one.prompt}</p>}
      <p className="soft small">
        Step {one.step} of <Link to={`/runs/${one.execution_id}`}>{one.workflow_name}</Link>, asked{' '}
        <Ago at={one.requested_at} />{one.expires_at && <>, may be decided until <Ago at={one.expires_at} /></>}
      </p>
      <label className="field">
        <span>Comment, which the run and the audit log keep</span>
        <textarea rows={3} maxLength={4000} value={comment} onChange={event => setComment(event.target.value)} />
      </label>
      <div className="dialog-foot">
        <button type="button" onClick={onClose}>Close</button>
        <ActionButton name="Reject" kind="danger" act={decide('reject')} onDone={onClose} />
        <ActionButton name="Approve" kind="primary" act={decide('approve')} onDone={onClose} />
      </div>
    </Dialog>
  );
}
