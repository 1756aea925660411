import { useState } from 'react';
import type { Filter } from './filters';
import { BulkDialog, type BulkChoice } from './BulkDialog';
import type { RunList } from './merge';

interface BulkBarProps {
  readonly filter: Filter;
  readonly selected: ReadonlySet<string>;
  readonly total: RunList | null;
  readonly onDone: () => void;
}

/** What can be done to many runs: those that are selected, or all that the filter chooses. */
export function BulkBar({ filter, selected, total, onDone }: BulkBarProps) {
  const [choice, setChoice] = useState<BulkChoice | null>(null);
  const count = total === null ? '' : `${total.total}${total.isEstimate ? ' or more' : ''}`;
  const ask = (verb: 'cancel' | 'retry') =>
    setChoice(selected.size > 0 ? { verb, ids: [...selected] } : { verb, filter });
  return (
    <div className="bulk row wrap" role="group" aria-label="Bulk actions">
      <span className="soft grow">
        {selected.size > 0 ? `${selected.size} selected` : total && `${count} ${total.total === 1 ? 'run' : 'runs'}`}
      </span>
      <button type="button" onClick={() => ask('retry')}>
        Retry {selected.size > 0 ? 'selected' : 'all matching'}
      </button>
      <button type="button" className="danger" onClick={() => ask('cancel')}>
        Cancel {selected.size > 0 ? 'selected' : 'all matching'}
      </button>
      {choice && <BulkDialog choice={choice} onClose={isDone => {
        setChoice(null);
        if (isDone) onDone();
      }} />}
    </div>
  );
}
