import { useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { DeadLetterDetail } from '../../api/schema';
import { ActionButton } from '../../design/ActionButton';
import { Dialog } from '../../design/Dialog';
import { JsonView } from '../../design/JsonView';
import { Loading, ProblemNotice } from '../../design/Notice';

/** One letter with its message, which can be edited and sent again. */
export function LetterDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const letter = useResource(id, signal => call('GET /api/v1/dead-letters/{id}', { path: { id }, signal }));
  return (
    <Dialog title="Dead letter" size="large" onClose={onClose}>
      {letter.problem && <ProblemNotice problem={letter.problem} />}
      {letter.value === null
        ? letter.problem === null && <Loading />
        : <Letter detail={letter.value} onClose={onClose} />}
    </Dialog>
  );
}

function Letter({ detail, onClose }: { readonly detail: DeadLetterDetail; readonly onClose: () => void }) {
  const [body, setBody] = useState(detail.body ?? '');
  const { letter } = detail;
  const path = { id: letter.id };
  const isChanged = detail.body !== null && body !== detail.body;
  const redrive = () =>
    call('POST /api/v1/dead-letters/{id}/redrive', { path, body: isChanged ? { body } : {} });
  const refusal = letter.status === 'open' ? null : `It is ${letter.status} already.`;
  return (
    <>
      <p>{letter.reason}</p>
      <p className="soft small">{letter.topic}, partition {letter.partition}, offset {letter.offset}</p>
      {detail.body === null
        ? <p className="soft">Its body is no text; it can be sent again only as it is.</p>
        : (
          <label className="field">
            <span>Message</span>
            <textarea className="mono" rows={12} spellCheck={false} value={body}
              onChange={event => setBody(event.target.value)} />
          </label>
        )}
      <JsonView title="Headers" value={detail.headers} />
      <div className="dialog-foot">
        <button type="button" onClick={onClose}>Close</button>
        <ActionButton name="Discard" kind="danger" refusal={refusal} onDone={onClose}
          act={() => call('POST /api/v1/dead-letters/{id}/discard', { path, body: {} })} />
        <ActionButton name={isChanged ? 'Send as edited' : 'Send again'} kind="primary" refusal={refusal}
          onDone={onClose} act={redrive} />
      </div>
    </>
  );
}
