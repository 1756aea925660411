import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/client';
import { byMoment } from '../../api/moments';
import { useResource, type Resource } from '../../api/resource';
import type { ConsumerDetail, ConsumerPage } from '../../api/schema';

/** Something that was seen to happen while the page was open. */
export interface Event {
  readonly at: string;
  readonly text: string;
  readonly kind: 'gone' | 'moved' | 'came';
}

/** Silence after which a process counts as gone here. Milliseconds. */
const silence = 6_000;
const eventsMax = 200;

export const isAlive = (one: ConsumerDetail, now: number): boolean => now - Date.parse(one.seen_at) < silence;

/** Who owns which shard: of two that say so, the one that was heard last; the dead go on saying it for a while. */
export function ownersOf(consumers: readonly ConsumerDetail[]): ReadonlyMap<number, string> {
  const heard = [...consumers].sort((a, b) => byMoment(a.seen_at, b.seen_at));
  return new Map(heard.flatMap(one => one.shards.map(shard => [shard, one.id] as const)));
}

/** The processes, looked at every second, and what changed from one look to the next. */
export function useCluster(): { readonly page: Resource<ConsumerPage>; readonly events: readonly Event[] } {
  const page = useResource('consumers', signal => call('GET /api/v1/consumers', { signal }), 1_000);
  const [events, setEvents] = useState<readonly Event[]>([]);
  const before = useRef<{ readonly consumers: readonly ConsumerDetail[]; readonly at: number } | null>(null);
  useEffect(() => {
    if (page.value === null) return;
    const now = { consumers: page.value.consumers, at: Date.now() };
    if (before.current) {
      const news = changes(before.current.consumers, before.current.at, now.consumers, now.at);
      if (news.length > 0) setEvents(known => [...news, ...known].slice(0, eventsMax));
    }
    before.current = now;
  }, [page.value]);
  return { page, events };
}

/** What happened between two looks. */
export function changes(
  old: readonly ConsumerDetail[], oldAt: number, fresh: readonly ConsumerDetail[], now: number,
): readonly Event[] {
  const at = new Date(now).toISOString();
  const was = new Map(old.map(one => [one.id, isAlive(one, oldAt)]));
  const events: Event[] = [];
  for (const one of fresh) {
    const alive = isAlive(one, now);
    if (alive && !was.get(one.id)) events.push({ at, kind: 'came', text: `${one.id} (pid ${one.pid}) is up.` });
    if (!alive && was.get(one.id)) events.push({ at, kind: 'gone', text: `${one.id} (pid ${one.pid}) fell silent.` });
  }
  for (const one of old.filter(gone => was.get(gone.id) && !fresh.some(left => left.id === gone.id))) {
    events.push({ at, kind: 'gone', text: `${one.id} (pid ${one.pid}) left.` });
  }
  return [...events, ...moves(ownersOf(old), ownersOf(fresh), at)];
}

function moves(old: ReadonlyMap<number, string>, fresh: ReadonlyMap<number, string>, at: string): readonly Event[] {
  const byWay = new Map<string, number[]>();
  for (const [shard, owner] of fresh) {
    const from = old.get(shard) ?? 'nobody';
    if (from === owner) continue;
    const way = `${owner} took over from ${from}`;
    byWay.set(way, [...byWay.get(way) ?? [], shard]);
  }
  return [...byWay].map(([way, shards]) =>
    ({ at, kind: 'moved', text: `${way}: shard${shards.length > 1 ? 's' : ''} ${shards.join(', ')}.` }));
}
