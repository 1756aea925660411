import type { Routes } from '../../api/schema';

export const statuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/** What may be searched in: name in the address, what people read. */
export const places = {
  error_contains: 'Error text',
  workflow_name: 'Workflow',
  business_key: 'Business key',
  labels: 'Label key=value',
  owner: 'Owner',
  output_contains: 'Output text',
} as const;

export const spans = {
  '': 'Any time', '1h': 'Last hour', '24h': 'Last 24 hours', today: 'Today', yesterday: 'Yesterday',
  '7d': 'Last 7 days',
} as const;

type ListQuery = Routes['GET /api/v1/executions']['query'];
export type Filter = Pick<ListQuery, 'status' | keyof typeof places | 'created_from' | 'created_to'>;

const hour = 3_600_000;

/** What a list's address asks for, as the API takes it. @param now Milliseconds since 1970. */
export function filterOf(query: URLSearchParams, now: number): Filter {
  const place = query.get('in') ?? 'error_contains';
  const text = query.get('q')?.trim();
  const [from, to] = rangeOf(query.get('when') ?? '', now);
  return {
    ...(query.get('status') && { status: query.get('status')! }),
    ...(text && place in places && { [place]: text }),
    ...(from !== null && { created_from: new Date(from).toISOString() }),
    ...(to !== null && { created_to: new Date(to).toISOString() }),
    // The API looks into outputs of a stretch of time only.
    ...(text && place === 'output_contains' && from === null
      && { created_from: new Date(now - 7 * 24 * hour).toISOString() }),
  };
}

function rangeOf(span: string, now: number): readonly [number | null, number | null] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  switch (span) {
    case '1h': return [now - hour, null];
    case '24h': return [now - 24 * hour, null];
    case '7d': return [now - 7 * 24 * hour, null];
    case 'today': return [midnight, null];
    case 'yesterday': return [new Date(midnight - 12 * hour).setHours(0, 0, 0, 0), midnight];
    default: return [null, null];
  }
}

/** The same for a batch, whose lists are JSON lists. */
export function batchFilterOf(filter: Filter): Record<string, unknown> {
  const { status, labels, ...rest } = filter;
  return {
    ...rest,
    ...(status && { status: status.split(',') }),
    ...(labels && { labels: Object.fromEntries(labels.split(',').map(pair => pair.split('=', 2))) }),
  };
}
