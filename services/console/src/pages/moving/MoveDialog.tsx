import { useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import { Dialog } from '../../design/Dialog';
import { Loading, ProblemNotice } from '../../design/Notice';
import { askEach, type Verdict } from './checks';
import { Moving } from './Moving';
import './moving.css';
import { RefusalList } from './RefusalList';
import { useChecks } from './useChecks';

interface MoveDialogProps {
  readonly workflow: string;
  /** The version that the runs have. */
  readonly from: string;
  /** At least one. */
  readonly runs: readonly string[];
  /** Whether there are more runs than these. */
  readonly isMore?: boolean;
  readonly onClose: (isDone: boolean) => void;
}

/** Has open runs go on under another version (docs/verbs/move.md): says first which fit it, and why others do not. */
export function MoveDialog({ workflow, from, runs, isMore = false, onClose }: MoveDialogProps) {
  const versions = useResource(`versions ${workflow}`, signal =>
    call('GET /api/v1/workflows/{id}/versions', { path: { id: workflow }, query: { limit: 100 }, signal }));
  const others = versions.value?.versions.map(one => one.version).filter(version => version !== from);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [moved, setMoved] = useState<{ readonly to: string; readonly total: number } | null>(null);
  const [verdicts, setVerdicts] = useState<readonly Verdict[]>([]);
  const to = chosen ?? others?.[0] ?? null;
  const checks = useChecks(runs, moved ? null : to);
  const fitting = checks.filter(one => one.problem === null).map(one => one.id);
  const refusal = refusalOf(others?.length ?? 0, checks.length < runs.length, fitting.length);
  const close = () => onClose(moved !== null);
  const move = async (version: string) => {
    // Kept as it was: a run that has moved has other versions to move to.
    setMoved({ to: version, total: fitting.length });
    const body = { version, ...(reason && { reason }) };
    const moveOne = (id: string) =>
      call('POST /api/v1/executions/{execution_id}/move', { path: { execution_id: id }, body });
    await askEach(fitting, moveOne, verdict => setVerdicts(before => [...before, verdict]));
  };
  if (moved) return <Moving {...moved} verdicts={verdicts} onClose={close} />;
  return (
    <Dialog title={runs.length === 1 ? `Move a run of ${from}` : `Move ${runs.length} open runs of ${from}`}
      onClose={close}>
      <p className="soft">
        What is recorded of a run stays; what comes after is done as the other version says.
        {isMore && ' These are the newest; move them, then come back for the others.'}
      </p>
      {versions.problem && <ProblemNotice problem={versions.problem} />}
      {others === undefined && versions.problem === null && <Loading />}
      {others?.length === 0 && <p>There is no other version of this workflow.</p>}
      {others && others.length > 0 && (
        <>
          <label className="field">
            <span>To version</span>
            <select value={to!} onChange={event => setChosen(event.target.value)}>
              {others.map(version => <option key={version}>{version}</option>)}
            </select>
          </label>
          <p role="status">{sayingOf(runs.length, checks, to!)}</p>
          <RefusalList verdicts={checks} />
          <label className="field">
            <span>Reason, for the audit log</span>
            <input value={reason} maxLength={1_000} onChange={event => setReason(event.target.value)} />
          </label>
        </>
      )}
      <div className="dialog-foot">
        <button type="button" onClick={close}>Leave {runs.length === 1 ? 'it' : 'them'}</button>
        <button type="button" className="primary" aria-disabled={refusal !== null} title={refusal ?? undefined}
          aria-description={refusal ?? undefined} onClick={() => { if (refusal === null) void move(to!); }}>
          Move {fitting.length} {fitting.length === 1 ? 'run' : 'runs'}
        </button>
      </div>
    </Dialog>
  );
}

function sayingOf(total: number, checks: readonly Verdict[], to: string): string {
  if (checks.length < total) return `Checking: ${checks.length} of ${total} …`;
  const fit = checks.filter(one => one.problem === null).length;
  if (total === 1) return fit === 1 ? `What is recorded of it fits ${to}.` : `It cannot be moved to ${to} now.`;
  if (fit === 0) return `None of the ${total} fits ${to}.`;
  return fit === total ? `All ${total} fit ${to}.` : `${fit} of ${total} fit ${to}; the others stay as they are.`;
}

function refusalOf(versions: number, isChecking: boolean, fitting: number): string | null {
  if (versions === 0) return 'There is no other version to move to.';
  if (isChecking) return 'It is still being checked what fits.';
  return fitting === 0 ? 'No run can be moved to this version now.' : null;
}
