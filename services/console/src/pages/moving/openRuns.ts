import { call } from '../../api/client';
import type { ListedExecution } from '../../api/schema';

const pageSize = 100;
const readMax = 1_000;

/** Open runs of a workflow by version. */
export interface OpenRuns {
  readonly byVersion: ReadonlyMap<string, readonly string[]>;
  /** Whether there are more than were read. */
  readonly isMore: boolean;
}

/** The newest open runs of a workflow, up to a thousand. */
export async function readOpenRuns(workflow: string, signal: AbortSignal): Promise<OpenRuns> {
  const rows: ListedExecution[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('GET /api/v1/executions', {
      query: { target_id: workflow, status: 'pending,running', page_size: pageSize, cursor }, signal,
    });
    rows.push(...page.executions);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && rows.length < readMax);
  const byVersion = new Map<string, string[]>();
  for (const { execution_id: id, workflow_version: version } of rows) {
    if (version !== null) byVersion.set(version, [...byVersion.get(version) ?? [], id]);
  }
  return { byVersion, isMore: cursor !== undefined };
}
