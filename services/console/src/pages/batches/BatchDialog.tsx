import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { BatchDetail, BatchItemDetail } from '../../api/schema';
import { Link } from '../../app/router';
import type { Column } from '../../design/DataTable';
import { Dialog } from '../../design/Dialog';
import { Loading, ProblemNotice } from '../../design/Notice';
import { ScrollTable } from '../../design/ScrollTable';
import { Status } from '../../design/Status';

const statuses = ['pending', 'done', 'failed', 'skipped', 'not_found'] as const;

/** Every run of a batch with what became of it. */
export function BatchDialog({ batch, onClose }: { readonly batch: BatchDetail; readonly onClose: () => void }) {
  const [status, setStatus] = useState<typeof statuses[number] | ''>('');
  const items = usePaged(`${batch.id} ${status}`, async (after, signal) => {
    const query = { after, limit: 100, ...(status && { status }) };
    const page = await call('GET /api/v1/batches/{id}/items', { path: { id: batch.id }, query, signal });
    return { rows: page.items, next: page.next };
  });
  return (
    <Dialog title={`Batch: ${batch.verb} ${batch.total} ${batch.total === 1 ? 'run' : 'runs'}`} size="large"
      onClose={onClose}>
      <div className="row wrap">
        <Status status={batch.status} />
        <span className="soft grow">{batch.reason}</span>
        <select aria-label="Status of items" value={status}
          onChange={event => setStatus(event.target.value as typeof status)}>
          <option value="">Any status</option>
          {statuses.map(one => <option key={one} value={one}>{one.replace('_', ' ')}</option>)}
        </select>
      </div>
      {items.problem && <ProblemNotice problem={items.problem} />}
      {items.rows === null
        ? items.problem === null && <Loading />
        : <ScrollTable caption="Items in order" rows={items.rows} columns={columns} keyOf={one => `${one.number}`}
          onEnd={items.more} empty="No item is like that." />}
      <div className="dialog-foot"><button type="button" onClick={onClose}>Close</button></div>
    </Dialog>
  );
}

const columns: readonly Column<BatchItemDetail>[] = [
  { name: 'number', title: '#', width: '4.5rem', kind: 'number', cell: one => one.number },
  {
    name: 'status', title: 'Status', width: '8rem',
    cell: one => <Status status={one.status} text={one.status.replace('_', ' ')} />,
  },
  {
    name: 'run', title: 'Run', width: '8rem', cell: one => <RunId id={one.execution_id} />,
  },
  { name: 'made', title: 'Made', width: '8rem', kind: 'wide', cell: one => <RunId id={one.started_execution_id} /> },
  {
    name: 'detail', title: 'Why', kind: 'wide',
    cell: one => <span className="soft" title={one.detail ?? ''}>{one.detail ?? one.problem}</span>,
  },
];

const RunId = ({ id }: { readonly id: string | null }) =>
  (id === null ? <>–</> : <Link to={`/runs/${id}`} title={id}><code>…{id.slice(-8)}</code></Link>);
