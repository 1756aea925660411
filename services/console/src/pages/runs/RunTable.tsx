import { useMemo } from 'react';
import type { ListedExecution } from '../../api/schema';
import { Link } from '../../app/router';
import { DataTable, type Column } from '../../design/DataTable';
import { Status } from '../../design/Status';
import { Ago, Duration } from '../../design/Time';
import type { RunList } from './merge';

interface RunTableProps {
  readonly list: RunList;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
  readonly onEnd: (() => void) | undefined;
}

export function RunTable({ list, selected, onSelect, onEnd }: RunTableProps) {
  const columns = useMemo(() => columnsOf(list, selected, onSelect), [list, selected, onSelect]);
  return (
    <DataTable caption="Runs, the newest first" rows={list.rows} columns={columns} keyOf={row => row.execution_id}
      onEnd={onEnd} total={list.isEstimate ? undefined : list.total} />
  );
}

function columnsOf(
  list: RunList, selected: ReadonlySet<string>, onSelect: RunTableProps['onSelect'],
): readonly Column<ListedExecution>[] {
  const areAllSelected = list.rows.length > 0 && list.rows.every(row => selected.has(row.execution_id));
  return [
    {
      name: 'select', width: '2.6rem',
      title: <input type="checkbox" aria-label="Select all that are loaded" checked={areAllSelected}
        onChange={event => onSelect(list.rows.map(row => row.execution_id), event.target.checked)} />,
      cell: row => <input type="checkbox" aria-label={`Select run ${row.execution_id}`}
        checked={selected.has(row.execution_id)}
        onChange={event => onSelect([row.execution_id], event.target.checked)} />,
    },
    { name: 'status', title: 'Status', width: '8.4rem', cell: row => <Status status={row.status} /> },
    { name: 'run', title: 'Run', cell: row => <RunName row={row} /> },
    { name: 'id', title: 'Id', width: '7.5rem', kind: 'wide', cell: row => <ShortId id={row.execution_id} /> },
    { name: 'created', title: 'Accepted', width: '7.5rem', kind: 'wide', cell: row => <Ago at={row.created_at} /> },
    {
      name: 'duration', title: 'Duration', width: '6.8rem', kind: 'number',
      cell: row => row.started_at === null ? '–' : <Duration from={row.started_at} to={row.completed_at} />,
    },
    { name: 'owner', title: 'Owner', width: '6rem', kind: 'wide', cell: row => row.owner_id },
    { name: 'error', title: 'Error or labels', kind: 'wide', cell: row => <Note row={row} /> },
  ];
}

function RunName({ row }: { readonly row: ListedExecution }) {
  const name = row.target_name || row.type;
  return (
    <Link to={`/runs/${row.execution_id}`} title={row.execution_id}>
      {name}{row.business_key && <span className="soft"> · {row.business_key}</span>}
    </Link>
  );
}

/** The end of an id: what differs among those of one day. */
function ShortId({ id }: { readonly id: string }) {
  return <code className="soft" title={id}>…{id.slice(-8)}</code>;
}

function Note({ row }: { readonly row: ListedExecution }) {
  if (row.error_message) return <span className="soft" title={row.error_message}>{row.error_message}</span>;
  const labels = Object.entries(row.labels as Record<string, string> | null ?? {});
  return <span className="soft">{labels.map(([key, value]) => `${key}=${value}`).join(', ')}</span>;
}
