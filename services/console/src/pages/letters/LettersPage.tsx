import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { DeadLetterSummary } from '../../api/schema';
import { useQuery } from '../../app/router';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Status } from '../../design/Status';
import { Ago } from '../../design/Time';
import { LetterDialog } from './LetterDialog';

const statuses = ['open', 'redriven', 'discarded'] as const;

/** Messages that could not be read, the newest first. */
export default function LettersPage() {
  const [query, change] = useQuery();
  const [opened, setOpened] = useState<string | null>(null);
  const status = statuses.find(one => one === query.get('status'));
  const list = usePaged(`letters ${status ?? ''}`, async (after, signal) => {
    const page = await call('GET /api/v1/dead-letters', { query: { status, after, limit: 100 }, signal });
    return { rows: page.letters, next: page.next };
  });
  return (
    <ListPage title="Dead letters" list={list} columns={columnsOf(setOpened)} keyOf={one => one.id}
      empty="There are no dead letters.">
      <div className="chips letters-chips" role="group" aria-label="Status">
        {statuses.map(one => (
          <button key={one} type="button" className="chip" aria-pressed={one === status}
            onClick={() => change({ status: one === status ? undefined : one })}>{one}</button>
        ))}
      </div>
      {opened && <LetterDialog id={opened} onClose={() => { setOpened(null); list.reload(); }} />}
    </ListPage>
  );
}

const columnsOf = (open: (id: string) => void): readonly Column<DeadLetterSummary>[] => [
  { name: 'status', title: 'Status', width: '8.4rem', cell: one => <Status status={one.status} /> },
  {
    name: 'reason', title: 'Reason',
    cell: one => <button type="button" className="link" onClick={() => open(one.id)}>{one.reason}</button>,
  },
  { name: 'topic', title: 'Topic', kind: 'wide', cell: one => one.topic },
  {
    name: 'place', title: 'Place', kind: 'wide number', width: '8rem',
    cell: one => `${one.partition} @ ${one.offset}`,
  },
  { name: 'at', title: 'Since', width: '7.5rem', cell: one => <Ago at={one.dead_at} /> },
];
