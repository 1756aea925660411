import { byMoment } from '../../api/moments';
import type { ExecutionPage, ListedExecution } from '../../api/schema';

/** Runs that have been read, the newest first, and where reading goes on. */
export interface RunList {
  readonly rows: readonly ListedExecution[];
  readonly cursor: string | null;
  readonly total: number;
  readonly isEstimate: boolean;
}

/** A list that begins with a page which was just read: rows that it has no more are gone, those after it stay. */
export function withFirstPage(list: RunList | null, page: ExecutionPage): RunList {
  const fresh = page.executions;
  const counts = { total: page.total, isEstimate: page.total_is_estimate };
  const last = fresh.at(-1);
  const known = new Set(list?.rows.map(row => row.execution_id));
  if (list === null || last === undefined || page.next_cursor === null
    || !fresh.some(row => known.has(row.execution_id))) {
    return { rows: fresh, cursor: page.next_cursor, ...counts };
  }
  const older = list.rows.filter(row => isAfter(row, last));
  return { rows: [...fresh, ...older], cursor: older.length > 0 ? list.cursor : page.next_cursor, ...counts };
}

/** With another page at its end. */
export function withNextPage(list: RunList, page: ExecutionPage): RunList {
  const known = new Set(list.rows.map(row => row.execution_id));
  const more = page.executions.filter(row => !known.has(row.execution_id));
  return {
    rows: [...list.rows, ...more], cursor: page.next_cursor, total: Math.max(list.total, page.total),
    isEstimate: page.total_is_estimate,
  };
}

// Ids of one moment are in order as well.
function isAfter(row: ListedExecution, last: ListedExecution): boolean {
  const order = byMoment(row.created_at, last.created_at);
  return order < 0 || (order === 0 && row.execution_id < last.execution_id);
}
