import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { ScheduleDetail } from '../../api/schema';
import { Link } from '../../app/router';
import { ActionButton } from '../../design/ActionButton';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Status } from '../../design/Status';
import { Ago } from '../../design/Time';
import { ScheduleDetails } from './ScheduleDetails';
import { ScheduleDialog } from './ScheduleDialog';
import './schedules.css';

/** What starts runs by the clock, by age. */
export default function SchedulesPage() {
  const [opened, setOpened] = useState<string | null>(null);
  const [edited, setEdited] = useState<ScheduleDetail | 'new' | null>(null);
  const list = usePaged('schedules', async (after, signal) => {
    const page = await call('GET /api/v1/schedules', { query: { after, limit: 200 }, signal });
    return { rows: page.schedules, next: page.next };
  });
  const one = list.rows?.find(each => each.id === opened);
  return (
    <>
      <ListPage title="Schedules" list={list} columns={columnsOf(list.reload, setOpened)} keyOf={each => each.id}
        empty="There are no schedules yet. Make one: the button is above."
        actions={<button type="button" className="primary" onClick={() => setEdited('new')}>New schedule</button>} />
      {one && edited === null && (
        <ScheduleDetails one={one} onEdit={() => setEdited(one)} onClose={() => {
          setOpened(null);
          list.reload();
        }} />
      )}
      {edited && (
        <ScheduleDialog one={edited === 'new' ? null : edited} onClose={isDone => {
          setEdited(null);
          if (isDone) list.reload();
        }} />
      )}
    </>
  );
}

const columnsOf = (onDone: () => void, open: (id: string) => void): readonly Column<ScheduleDetail>[] => [
  {
    name: 'name', title: 'Name', cell: one => (
      <button type="button" className="link" title={one.description ?? ''} onClick={() => open(one.id)}>
        {one.name}
        {one.next_due_at && <span className="narrow soft small"> <Ago at={one.next_due_at} /></span>}
      </button>
    ),
  },
  { name: 'status', title: 'Status', width: '7.5rem', kind: 'wide', cell: one => <Status status={one.status} /> },
  {
    name: 'workflow', title: 'Workflow', kind: 'wide',
    cell: one => <Link to={`/workflows/${one.workflow_id}`}>{one.workflow ?? one.workflow_id}</Link>,
  },
  { name: 'when', title: 'When', kind: 'wide', cell: one => <code>{whenOf(one)}</code> },
  {
    name: 'next', title: 'Next', width: '7rem', kind: 'wide',
    cell: one => (one.next_due_at ? <Ago at={one.next_due_at} /> : '–'),
  },
  {
    name: 'actions', title: '', width: '11.5rem', cell: one => (
      <span className="row">
        <Steer one={one} onDone={onDone} />
        <ActionButton name="Run now" onDone={onDone} act={() =>
          call('POST /api/v1/schedules/{id}/trigger', { path: { id: one.id } })} />
      </span>
    ),
  },
];

function Steer({ one, onDone }: { readonly one: ScheduleDetail; readonly onDone: () => void }) {
  const path = { id: one.id };
  return one.status === 'paused'
    ? <ActionButton name="Resume" onDone={onDone} act={() => call('POST /api/v1/schedules/{id}/resume', { path })} />
    : <ActionButton name="Pause" onDone={onDone} refusal={one.status === 'ended' ? 'It has ended.' : null}
        act={() => call('POST /api/v1/schedules/{id}/pause', { path })} />;
}

function whenOf(one: ScheduleDetail): string {
  if (one.cron) return `${one.cron}${one.time_zone ? ` ${one.time_zone}` : ''}`;
  if (one.every) return `every ${one.every}`;
  if (one.on) return 'on events';
  return one.at ?? (one.after ? `${one.after} after the last` : '');
}
