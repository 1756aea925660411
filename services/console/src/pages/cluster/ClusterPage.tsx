import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ConsumerDetail } from '../../api/schema';
import { ActionButton } from '../../design/ActionButton';
import { Loading, Notice, ProblemNotice } from '../../design/Notice';
import { Status } from '../../design/Status';
import { Ago, Moment, useNow } from '../../design/Time';
import './cluster.css';
import { ShardsPart } from './ShardsPart';
import { isAlive, useCluster, type Event } from './useCluster';

/** Milliseconds between looks at what the shards have to do. */
const every = 2_000;

/** The processes that execute work, who owns what, and how it moves when one of them dies. */
export default function ClusterPage() {
  const { page, events } = useCluster();
  const now = useNow();
  const loads = useResource('shards', signal => call('GET /api/v1/shards', { signal }), every);
  if (page.value === null) return page.problem ? <ProblemNotice problem={page.problem} /> : <Loading />;
  const consumers = page.value.consumers.filter(one => one.kind === 'consumer');
  const others = page.value.consumers.filter(one => one.kind !== 'consumer');
  const alive = consumers.filter(one => isAlive(one, now));
  const names = consumers.map(one => one.id);
  return (
    <>
      <div className="page-head">
        <h1>Cluster</h1>
        <span className="soft" role="status">
          {alive.length} of {consumers.length} consumers alive,{' '}
          {alive.reduce((sum, one) => sum + one.active_runs, 0)} runs in memory
        </span>
      </div>
      {page.problem && <ProblemNotice problem={page.problem} />}
      <section className="cluster-cards" aria-label="Consumers">
        {consumers.map(one => <Process key={one.id} one={one} now={now} place={names.indexOf(one.id)}
          onDone={page.reload} />)}
        {others.map(one => <Process key={one.id} one={one} now={now} place={-1} onDone={page.reload} />)}
      </section>
      <ShardsPart consumers={consumers} loads={loads.value?.shards ?? []} now={now} />
      <Events events={events} />
      <KillIt consumer={alive[0]} />
    </>
  );
}

function Process({ one, now, place, onDone }: {
  readonly one: ConsumerDetail;
  readonly now: number;
  readonly place: number;
  readonly onDone: () => void;
}) {
  const alive = isAlive(one, now);
  return (
    <article className="process panel" data-alive={alive} data-owner={place < 0 ? undefined : place % 8}>
      <div className="row"><h2 className="grow ellipsis" title={one.id}>{one.id}</h2>
        <Status status={!alive ? 'silent' : one.status === 'active' ? 'alive' : one.status} /></div>
      <dl>
        <div><dt>Kind</dt><dd>{one.kind}</dd></div>
        <div><dt>Pid</dt><dd>{one.pid}</dd></div>
        <div><dt>Host</dt><dd>{one.host}</dd></div>
        <div><dt>Up since</dt><dd><Ago at={one.started_at} /></dd></div>
        <div><dt>Seen</dt><dd><Ago at={one.seen_at} /></dd></div>
        {one.kind === 'consumer' && <div><dt>Shards</dt><dd>{one.shards.length}</dd></div>}
        {one.kind === 'consumer' && <div><dt>Runs in memory</dt><dd>{alive ? one.active_runs : '–'}</dd></div>}
      </dl>
      {alive && one.kind === 'consumer' && <Steer one={one} onDone={onDone} />}
    </article>
  );
}

function Steer({ one, onDone }: { readonly one: ConsumerDetail; readonly onDone: () => void }) {
  const path = { id: one.id };
  return (
    <div className="row wrap">
      {one.status === 'active'
        ? <ActionButton name="Drain" onDone={onDone}
          act={() => call('POST /api/v1/consumers/{id}/drain', { path, body: {} })} />
        : <ActionButton name="Let it work again" onDone={onDone}
          act={() => call('POST /api/v1/consumers/{id}/resume', { path, body: {} })} />}
    </div>
  );
}

function Events({ events }: { readonly events: readonly Event[] }) {
  return (
    <section className="panel padded cluster-part">
      <h2>What happened while this page was open</h2>
      {events.length === 0 && <p className="soft">Nothing yet.</p>}
      <ol className="cluster-events" role="log">
        {events.map((event, index) => (
          <li key={events.length - index} data-kind={event.kind}><Moment at={event.at} /> {event.text}</li>
        ))}
      </ol>
    </section>
  );
}

function KillIt({ consumer }: { readonly consumer: ConsumerDetail | undefined }) {
  if (consumer === undefined) {
    return (
      <Notice kind="error" title="No consumer is alive.">Nothing of any run advances until one is started.</Notice>
    );
  }
  return (
    <section className="panel padded cluster-part">
      <h2>Kill it</h2>
      <p className="soft">
        On {consumer.host}: <code>kill -9 {consumer.pid}</code>. Within a few seconds another consumer takes its shards
        and carries their runs on after the last step that was committed.
      </p>
    </section>
  );
}
