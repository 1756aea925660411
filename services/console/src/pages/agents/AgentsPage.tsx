import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { AgentDetail } from '../../api/schema';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Status } from '../../design/Status';
import { spanText } from '../../design/Time';

const columns: readonly Column<AgentDetail>[] = [
  { name: 'name', title: 'Name', cell: one => <span title={one.description ?? ''}>{one.name}</span> },
  { name: 'transport', title: 'By', kind: 'wide', cell: one => one.transport, width: '5.5rem' },
  {
    name: 'endpoint', title: 'Endpoint', kind: 'wide',
    cell: one => <code title={one.endpoint ?? ''}>{one.endpoint}</code>,
  },
  { name: 'health', title: 'Health', width: '7.5rem', cell: one => <Health one={one} /> },
  {
    name: 'flight', title: 'In flight', kind: 'wide number', width: '6.5rem',
    cell: one => `${one.recent?.in_flight ?? '–'} of ${one.max_concurrency ?? 'any'}`,
  },
  {
    name: 'latency', title: 'Half, 95 % within', kind: 'wide number', width: '9rem',
    cell: one => latencyOf(one),
  },
  { name: 'errors', title: 'Failed lately', kind: 'number', width: '7rem', cell: one => <Failed one={one} /> },
];

function Health({ one }: { readonly one: AgentDetail }) {
  const health = one.health;
  if (!one.enabled) return <span title="Calls are refused."><Status status="paused" text="disabled" /></span>;
  if (!health || health.status === 'unknown') {
    return <span className="soft" title={one.health_check ? 'Nobody has looked yet.' : 'It has no health_check.'}>
      not looked</span>;
  }
  const told = [health.last_error, health.checked_at && `looked at ${new Date(health.checked_at).toLocaleString()}`];
  return (
    <span title={told.filter(Boolean).join('; ')}>
      <Status status={health.status === 'healthy' ? 'up' : 'down'} text={health.status} />
    </span>
  );
}

/** Of the last minutes, as far as there were calls. */
function latencyOf({ recent }: AgentDetail): string {
  if (recent?.p50_ms == null || recent.p95_ms == null) return '–';
  return `${spanText(recent.p50_ms)}, ${spanText(recent.p95_ms)}`;
}

function Failed({ one: { recent } }: { readonly one: AgentDetail }) {
  if (!recent || recent.calls === 0) return <>–</>;
  const text = `${recent.failed} of ${recent.calls} in ${Math.round(recent.window_seconds / 60)} min`;
  const rate = `${Math.round((recent.error_rate ?? 0) * 100)} %`;
  return <span className={recent.failed > 0 ? 'refused' : undefined} title={text}>{rate} of {recent.calls}</span>;
}

/** The agents that definitions may call, by name, with how they have been in the last minutes. */
export default function AgentsPage() {
  const list = usePaged('agents', async (after, signal) => {
    const page = await call('GET /api/v1/agents', { query: { after, limit: 200 }, signal });
    return { rows: page.agents, next: page.next };
  });
  return (
    <ListPage title="Agents" list={list} columns={columns} keyOf={one => one.name}
      empty="There are no agents yet." />
  );
}
