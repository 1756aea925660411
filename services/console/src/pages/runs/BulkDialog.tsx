import { useState } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { BatchDetail, BatchPreview, Routes } from '../../api/schema';
import { Dialog } from '../../design/Dialog';
import { Loading, ProblemNotice } from '../../design/Notice';
import { batchFilterOf, type Filter } from './filters';

/** A verb and the runs that it is for. */
export type BulkChoice = { readonly verb: 'cancel' | 'retry' }
  & ({ readonly ids: readonly string[] } | { readonly filter: Filter });

type Body = Routes['POST /api/v1/batches']['body'];

const takes = { cancel: 'open runs', retry: 'failed and cancelled runs' } as const;
const done = { cancel: 'Cancelling', retry: 'Retrying' } as const;

/** Counts first, and does it when told so. */
export function BulkDialog({ choice, onClose }: {
  readonly choice: BulkChoice;
  readonly onClose: (isDone: boolean) => void;
}) {
  const body = bodyOf(choice);
  const preview = useResource(JSON.stringify(body), async signal =>
    await call('POST /api/v1/batches', { body: { ...body, dry_run: true }, signal }) as BatchPreview);
  const [batch, setBatch] = useState<BatchDetail | null>(null);
  const { isBusy, problem, run } = useAction();
  const start = async () => setBatch(await call('POST /api/v1/batches', { body }) as BatchDetail);
  const verb = choice.verb === 'cancel' ? 'Cancel' : 'Retry';
  if (batch) return <Progress batch={batch} verb={choice.verb} onClose={() => onClose(true)} />;
  const count = preview.value?.count ?? 0;
  const refusal = preview.value === null ? 'It is still being counted.'
    : count === 0 ? `There are no ${takes[choice.verb]} among them.`
    : isBusy ? 'It is being begun.' : null;
  return (
    <Dialog title={`${verb} runs`} onClose={() => onClose(false)}>
      {preview.value === null && preview.problem === null && <Loading />}
      {(problem ?? preview.problem) && <ProblemNotice problem={(problem ?? preview.problem)!} />}
      {preview.value && (
        <p>
          This is for <strong>{count}{preview.value.is_more && ' or more'}</strong> {takes[choice.verb]}
          {'filter' in choice ? ' that the filter chooses now.' : ' of those that are selected.'}
        </p>
      )}
      <div className="dialog-foot">
        <button type="button" onClick={() => onClose(false)}>Leave them</button>
        <button type="button" className="primary" aria-disabled={refusal !== null} title={refusal ?? undefined}
          aria-description={refusal ?? undefined} onClick={() => { if (refusal === null) void run(start); }}>
          {verb} {count} {count === 1 ? 'run' : 'runs'}
        </button>
      </div>
    </Dialog>
  );
}

function Progress({ batch, verb, onClose }: {
  readonly batch: BatchDetail;
  readonly verb: 'cancel' | 'retry';
  readonly onClose: () => void;
}) {
  const isOver = (one: BatchDetail) => one.status === 'completed' || one.status === 'aborted';
  const look = useResource(batch.id, signal =>
    call('GET /api/v1/batches/{id}', { path: { id: batch.id }, signal }), 500);
  const now = look.value ?? batch;
  const ended = now.done + now.failed + now.skipped + now.not_found;
  return (
    <Dialog title={`${done[verb]} runs`} onClose={onClose}>
      <progress max={Math.max(1, now.total)} value={ended} aria-label="Done so far" />
      <p role="status">
        {now.done} of {now.total} done{now.failed > 0 && `, ${now.failed} refused`}
        {now.skipped > 0 && `, ${now.skipped} had nothing to do`}{now.waiting_for && `; waits for ${now.waiting_for}`}
        {isOver(now) && '. It is finished.'}
      </p>
      <div className="dialog-foot">
        <button type="button" className="primary" onClick={onClose}>
          {isOver(now) ? 'Close' : 'Go on in the background'}
        </button>
      </div>
    </Dialog>
  );
}

function bodyOf(choice: BulkChoice): Body {
  return 'ids' in choice
    ? { verb: choice.verb, ids: choice.ids }
    : { verb: choice.verb, filter: batchFilterOf(choice.filter) };
}
