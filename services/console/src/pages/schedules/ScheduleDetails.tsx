import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import { useResource } from '../../api/resource';
import type { ScheduleDetail, ScheduleFire } from '../../api/schema';
import { Link } from '../../app/router';
import { ActionButton } from '../../design/ActionButton';
import type { Column } from '../../design/DataTable';
import { Dialog } from '../../design/Dialog';
import { ScrollTable } from '../../design/ScrollTable';
import { Status } from '../../design/Status';
import { Ago, Moment } from '../../design/Time';

const count = 5;

/** A schedule: when it is due next, what became of the last times, and how to change or delete it. */
export function ScheduleDetails({ one, onEdit, onClose }: {
  readonly one: ScheduleDetail;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}) {
  const path = { id: one.id };
  const [isSure, setIsSure] = useState(false);
  const next = useResource(one.id, signal =>
    call('GET /api/v1/schedules/{id}/next', { path, query: { count }, signal }),
  0, `${one.revision} ${one.next_due_at}`);
  const fires = usePaged(`fires ${one.id}`, async (after, signal) => {
    const page = await call('GET /api/v1/schedules/{id}/fires', { path, query: { after, limit: 50 }, signal });
    return { rows: page.fires, next: page.next };
  });
  const refusal = one.origin === 'definition' ? 'Its workflow has it; register a version with another schedule.' : null;
  return (
    <Dialog title={one.name} size="large" onClose={onClose}>
      <div className="row wrap"><Status status={one.status} /><span className="soft">{one.description}</span></div>
      {one.progress.last_error && <p className="refused">{one.progress.last_error}</p>}
      <section aria-label="Next times" className="next-times">
        <h3>{one.status === 'paused' ? 'Would be due next' : 'Due next'}</h3>
        <ol>
          {next.value?.times.map(time => (
            <li key={time.due_at}>
              <Ago at={time.due_at} /> <span className="soft"><Moment at={time.due_at} /></span>
            </li>
          ))}
        </ol>
        {next.value?.times.length === 0 && <p className="soft">Never.</p>}
      </section>
      <section aria-label="Past times">
        <h3>Past times</h3>
        <ScrollTable caption="Past times, the latest first" rows={fires.rows ?? []} columns={columns}
          keyOf={fire => `${fire.due_at} ${fire.kind}`} onEnd={fires.more} empty="It has not been due yet." />
      </section>
      <div className="dialog-foot">
        <button type="button" onClick={onClose}>Close</button>
        {isSure
          ? <ActionButton name="Delete it for good" kind="danger" onDone={onClose}
            act={() => call('DELETE /api/v1/schedules/{id}', { path })} />
          : <button type="button" className="danger" onClick={() => setIsSure(true)}>Delete</button>}
        <button type="button" className="primary" aria-disabled={refusal !== null} title={refusal ?? undefined}
          aria-description={refusal ?? undefined} onClick={() => { if (refusal === null) onEdit(); }}>Change</button>
      </div>
    </Dialog>
  );
}

const columns: readonly Column<ScheduleFire>[] = [
  { name: 'due', title: 'Due', cell: fire => <Moment at={fire.due_at} /> },
  { name: 'outcome', title: 'What came of it', width: '8.5rem', cell: fire => fire.outcome },
  {
    name: 'run', title: 'Run', width: '9.5rem', cell: fire => (fire.execution_id
      ? <Link to={`/runs/${fire.execution_id}`}>{fire.execution_status ?? 'run'}</Link> : '–'),
  },
  { name: 'detail', title: 'Why', kind: 'wide', cell: fire => <span className="soft">{fire.detail}</span> },
];
