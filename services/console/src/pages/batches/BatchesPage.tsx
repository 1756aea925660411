import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { BatchDetail } from '../../api/schema';
import { ActionButton } from '../../design/ActionButton';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Status } from '../../design/Status';
import { Ago } from '../../design/Time';
import { BatchDialog } from './BatchDialog';

/** What is done to many runs in the background, the newest first. */
export default function BatchesPage() {
  const [opened, setOpened] = useState<string | null>(null);
  const list = usePaged('batches', async (after, signal) => {
    const page = await call('GET /api/v1/batches', { query: { after, limit: 100 }, signal });
    return { rows: page.batches, next: page.next };
  });
  const batch = list.rows?.find(one => one.id === opened);
  return (
    <>
      <ListPage title="Batches" list={list} columns={columnsOf(list.reload, setOpened)} keyOf={one => one.id}
        empty="There are no batches yet. Cancel or retry many runs on the page Runs." />
      {batch && <BatchDialog batch={batch} onClose={() => setOpened(null)} />}
    </>
  );
}

const columnsOf = (onDone: () => void, open: (id: string) => void): readonly Column<BatchDetail>[] => [
  {
    name: 'verb', title: 'What', width: '6.5rem', cell: one => (
      <button type="button" className="link" onClick={() => open(one.id)}>
        {one.verb}<span className="hidden"> {one.total} runs: show each</span>
      </button>
    ),
  },
  {
    name: 'status', title: 'Status', width: '8.4rem',
    cell: one => <Status status={one.status} />,
  },
  {
    name: 'done', title: 'Done', cell: one => (
      <span className="row">
        <progress max={Math.max(1, one.total)} value={ended(one)} aria-label={`${ended(one)} of ${one.total}`} />
      </span>
    ),
  },
  { name: 'counts', title: 'Counts', kind: 'wide', cell: countsOf },
  {
    name: 'reason', title: 'Reason', kind: 'wide',
    cell: one => (one.waiting_for ? `waits for ${one.waiting_for}` : one.reason),
  },
  { name: 'created', title: 'Begun', kind: 'wide', width: '7.5rem', cell: one => <Ago at={one.created_at} /> },
  { name: 'actions', title: '', width: '11rem', kind: 'wide', cell: one => <Steer one={one} onDone={onDone} /> },
];

const ended = (one: BatchDetail) => one.done + one.failed + one.skipped + one.not_found;

function countsOf(one: BatchDetail): string {
  const others = [[one.failed, 'refused'], [one.skipped, 'skipped'], [one.not_found, 'not found']] as const;
  const told = others.filter(([count]) => count > 0).map(pair => pair.join(' '));
  return [`${one.done} of ${one.total}`, ...told].join(', ');
}

function Steer({ one, onDone }: { readonly one: BatchDetail; readonly onDone: () => void }) {
  const path = { id: one.id };
  if (['completed', 'aborted', 'aborting'].includes(one.status)) return null;
  return (
    <span className="row">
      {one.status === 'paused'
        ? <ActionButton name="Resume" onDone={onDone} act={() => call('POST /api/v1/batches/{id}/resume', { path })} />
        : <ActionButton name="Pause" onDone={onDone} act={() => call('POST /api/v1/batches/{id}/pause', { path })} />}
      <ActionButton name="Abort" kind="danger" onDone={onDone}
        act={() => call('POST /api/v1/batches/{id}/abort', { path })} />
    </span>
  );
}
