import { useState } from 'react';
import type { ExecutionStatusV1 } from '../../api/schema';
import { MoveDialog } from './MoveDialog';

/** Has one run go on under another version of its workflow. */
export function MoveButton({ run, refusal, onDone }: {
  readonly run: ExecutionStatusV1;
  /** Why it cannot be moved now; null when it may. */
  readonly refusal: string | null;
  readonly onDone: () => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" aria-disabled={refusal !== null} title={refusal ?? undefined}
        aria-description={refusal ?? undefined} onClick={() => { if (refusal === null) setIsOpen(true); }}>Move</button>
      {isOpen && run.target_id && run.workflow_version && (
        <MoveDialog workflow={run.target_id} from={run.workflow_version} runs={[run.execution_id]}
          onClose={isDone => {
            setIsOpen(false);
            if (isDone) onDone();
          }} />
      )}
    </>
  );
}
