import type { ConsumerDetail, ShardDetail } from '../../api/schema';
import { Link } from '../../app/router';
import type { Column } from '../../design/DataTable';
import { ScrollTable } from '../../design/ScrollTable';
import { Ago, spanText } from '../../design/Time';
import { isAlive, ownersOf } from './useCluster';

interface ShardsPartProps {
  readonly consumers: readonly ConsumerDetail[];
  /** What the shards have to do; empty until it is known. */
  readonly loads: readonly ShardDetail[];
  readonly now: number;
}

/** Who owns which shard, how often it changed hands, and how far behind it is. */
export function ShardsPart({ consumers, loads, now }: ShardsPartProps) {
  const names = consumers.map(one => one.id);
  const owners = ownersOf(consumers);
  const living = new Set(consumers.filter(one => isAlive(one, now)).map(one => one.id));
  const loadOf = new Map(loads.map(load => [load.shard, load]));
  return (
    <section className="panel padded cluster-part">
      <h2>Shards and their owners</h2>
      {loads.length > 0 && <Summary loads={loads} now={now} />}
      <ol className="shards">
        {[...owners.keys()].sort((a, b) => a - b).map(shard => {
          const owner = owners.get(shard)!;
          return (
            <li key={shard} data-owner={names.indexOf(owner) % 8} data-alive={living.has(owner)}
              data-waits={(loadOf.get(shard)?.pending ?? 0) > 0}
              title={`Shard ${shard}: ${owner}${living.has(owner) ? '' : ', which is silent'}`}>
              {shard}<span className="hidden"> is {owner}&apos;s</span>
            </li>
          );
        })}
      </ol>
      {loads.length > 0 && (
        <details>
          <summary>Each shard in numbers</summary>
          <ScrollTable caption="Shards by number" rows={loads} columns={columnsOf(now)} keyOf={load => `${load.shard}`}
            empty="" />
        </details>
      )}
    </section>
  );
}

function Summary({ loads, now }: { readonly loads: readonly ShardDetail[]; readonly now: number }) {
  const sum = (count: (load: ShardDetail) => number) => loads.reduce((total, load) => total + count(load), 0);
  const more = loads.some(load => load.is_more) ? ' or more' : '';
  const behind = Math.max(0, ...loads.map(load => behindOf(load, now)));
  return (
    <dl className="cluster-sums">
      <div><dt>Runs in flight</dt><dd><Link to="/?status=running">{sum(load => load.running)}{more}</Link></dd></div>
      <div><dt>Waiting to start</dt><dd><Link to="/?status=pending">{sum(load => load.pending)}{more}</Link></dd></div>
      <div><dt>Delayed on purpose</dt><dd>{sum(load => load.delayed)}{more}</dd></div>
      <div><dt>Behind by</dt><dd>{behind === 0 ? 'nothing' : spanText(behind)}</dd></div>
      <div><dt>Take-overs so far</dt><dd>{sum(load => load.epoch)}</dd></div>
    </dl>
  );
}

/** How long the run that waits longest could have been running. Milliseconds. */
const behindOf = (load: ShardDetail, now: number) =>
  (load.oldest_pending_at === null ? 0 : Math.max(0, now - Date.parse(load.oldest_pending_at)));

const columnsOf = (now: number): readonly Column<ShardDetail>[] => [
  { name: 'shard', title: 'Shard', width: '4rem', kind: 'number', cell: load => load.shard },
  {
    name: 'owner', title: 'Owner',
    cell: load => <span className={load.is_owner_alive ? '' : 'refused'}>{load.owner ?? 'nobody'}</span>,
  },
  { name: 'running', title: 'In flight', width: '6rem', kind: 'number', cell: load => countOf(load, load.running) },
  { name: 'pending', title: 'Waiting', width: '6rem', kind: 'number', cell: load => countOf(load, load.pending) },
  {
    name: 'behind', title: 'Behind', width: '6.5rem', kind: 'wide number',
    cell: load => (load.oldest_pending_at === null ? '–' : spanText(behindOf(load, now))),
  },
  { name: 'epoch', title: 'Take-overs', width: '6.5rem', kind: 'wide number', cell: load => load.epoch },
  {
    name: 'taken', title: 'Taken', width: '7.5rem', kind: 'wide',
    cell: load => (load.taken_at ? <Ago at={load.taken_at} /> : '–'),
  },
];

const countOf = (load: ShardDetail, count: number) => `${count}${load.is_more ? '+' : ''}`;
