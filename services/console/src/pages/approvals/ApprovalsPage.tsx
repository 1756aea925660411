import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { ApprovalItem } from '../../api/schema';
import { Link } from '../../app/router';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Ago } from '../../design/Time';
import { DecideDialog } from './DecideDialog';

const keyOf = (one: ApprovalItem) => `${one.execution_id} ${one.step_path} ${one.iteration} ${one.attempt}`;

/** What runs wait for people to decide, the oldest first. */
export default function ApprovalsPage() {
  const [opened, setOpened] = useState<ApprovalItem | null>(null);
  const list = usePaged('approvals', async (after, signal) => {
    const page = await call('GET /api/v1/approvals', { query: { after, limit: 100 }, signal });
    return { rows: page.approvals, next: page.next };
  });
  return (
    <>
      <ListPage title="Approvals" list={list} columns={columnsOf(setOpened)} keyOf={keyOf}
        empty="Nothing waits for a decision." />
      {opened && <DecideDialog one={opened} onClose={() => {
        setOpened(null);
        list.reload();
      }} />}
    </>
  );
}

const columnsOf = (open: (one: ApprovalItem) => void): readonly Column<ApprovalItem>[] => [
  {
    name: 'what', title: 'What is asked', cell: one => (
      <span title={one.prompt ?? ''}>{one.title ?? one.step}
        {one.prompt && <span className="soft"> · {one.prompt}</span>}</span>
    ),
  },
  {
    name: 'run', title: 'Run', kind: 'wide', width: '14rem',
    cell: one => <Link to={`/runs/${one.execution_id}`}>{one.workflow_name}</Link>,
  },
  { name: 'asked', title: 'Asked', kind: 'wide', width: '7.5rem', cell: one => <Ago at={one.requested_at} /> },
  {
    name: 'until', title: 'Until', kind: 'wide', width: '7.5rem',
    cell: one => (one.expires_at ? <Ago at={one.expires_at} /> : 'any time'),
  },
  { name: 'owner', title: 'Owner', kind: 'wide', width: '7rem', cell: one => one.owner_id },
  {
    name: 'decide', title: '', width: '6.5rem',
    cell: one => <button type="button" onClick={() => open(one)}>Decide</button>,
  },
];
