import { useEffect, useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { WorkflowSummary } from '../../api/schema';
import { Link } from '../../app/router';
import { DataTable, type Column } from '../../design/DataTable';
import { Loading, Notice, ProblemNotice } from '../../design/Notice';
import { Ago } from '../../design/Time';
import './workflows.css';

const pageSize = 200;

const columns: readonly Column<WorkflowSummary>[] = [
  { name: 'name', title: 'Name', cell: one => <Link to={`/workflows/${one.id}`}>{one.name}</Link> },
  { name: 'namespace', title: 'Namespace', cell: one => one.namespace, kind: 'wide' },
  { name: 'version', title: 'Version', cell: one => one.version, width: '5rem' },
  { name: 'updated', title: 'Registered', cell: one => <Ago at={one.updated_at} />, width: '8rem' },
];

/** Every workflow, by name. */
export default function WorkflowsPage() {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly WorkflowSummary[]>([]);
  const page = useResource(`workflows ${after}`, signal => call('GET /api/v1/workflows', {
    query: { limit: pageSize, after: after ?? undefined }, signal,
  }));
  useEffect(() => {
    if (page.value?.next) {
      setEarlier(before => [...before, ...page.value!.workflows]);
      setAfter(page.value.next);
    }
  }, [page.value]);
  const [wanted, setWanted] = useState('');
  const rows = [...earlier, ...(page.value?.next ? [] : page.value?.workflows ?? [])];
  const text = wanted.trim().toLowerCase();
  const shown = text ? rows.filter(one => `${one.namespace}/${one.name}`.toLowerCase().includes(text)) : rows;
  return (
    <>
      <div className="page-head">
        <h1>Workflows</h1>
        <span className="grow" />
        <Link className="button" to="/workflows/new">New workflow</Link>
      </div>
      {page.problem && <ProblemNotice problem={page.problem} />}
      {rows.length === 0 && page.value === null && !page.problem && <Loading />}
      {rows.length === 0 && page.value !== null && (
        <Notice kind="empty" title="There are no workflows yet.">Write one: the button is above.</Notice>
      )}
      {rows.length > 0 && (
        <div className="row workflows-search">
          <input type="search" aria-label="Search workflows" placeholder="Name or namespace" value={wanted}
            onChange={event => setWanted(event.target.value)} />
          <span className="soft" role="status">
            {text ? `${shown.length} of ${rows.length}` : rows.length} {rows.length === 1 ? 'workflow' : 'workflows'}
          </span>
        </div>
      )}
      {shown.length > 0 && (
        <section className="panel">
          <DataTable caption="Workflows by name" rows={shown} columns={columns} keyOf={one => one.id} />
        </section>
      )}
    </>
  );
}
