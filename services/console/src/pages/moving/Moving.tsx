import { Dialog } from '../../design/Dialog';
import type { Verdict } from './checks';
import { RefusalList } from './RefusalList';

interface MovingProps {
  readonly to: string;
  readonly total: number;
  readonly verdicts: readonly Verdict[];
  readonly onClose: () => void;
}

/** How far it is, and what became of each. */
export function Moving({ to, total, verdicts, onClose }: MovingProps) {
  const isOver = verdicts.length === total;
  const done = verdicts.filter(one => one.problem === null).length;
  const refusal = isOver ? null : 'The runs that are left would stay; wait until all are moved.';
  return (
    <Dialog title={`Moving to ${to}`} onClose={() => { if (isOver) onClose(); }}>
      <progress max={total} value={verdicts.length} aria-label="Moved so far" />
      <p role="status">
        {done} of {total} moved{verdicts.length > done && `, ${verdicts.length - done} refused`}
        {isOver ? '. It is finished.' : ' …'}
      </p>
      <RefusalList verdicts={verdicts} />
      <div className="dialog-foot">
        <button type="button" className="primary" aria-disabled={!isOver} title={refusal ?? undefined}
          aria-description={refusal ?? undefined} onClick={() => { if (isOver) onClose(); }}>Close</button>
      </div>
    </Dialog>
  );
}
