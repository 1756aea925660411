import { useState } from 'react';
import { call } from '../../../api/client';
import { useResource } from '../../../api/resource';
import type { ListedExecution } from '../../../api/schema';

interface RecordedRunProps {
  /** Whose runs are offered; null for none. */
  readonly workflow: string | null;
  /** Id of the run; '' for none. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

const other = 'other';
const offered = 20;

/** Chooses a run whose recorded results are used: one of the newest that ended, or any by its id. */
export function RecordedRun({ workflow, chosen, onChoose }: RecordedRunProps) {
  const [isOther, setIsOther] = useState(false);
  const page = useResource(workflow && `recorded ${workflow}`, signal => call('GET /api/v1/executions', {
    query: { target_id: workflow!, status: 'completed,failed,cancelled', page_size: offered }, signal,
  }));
  const runs = page.value?.executions ?? [];
  const isKnown = chosen === '' || runs.some(run => run.execution_id === chosen);
  return (
    <>
      <label className="field">
        <span>Results from</span>
        <select value={isOther ? other : chosen} onChange={event => {
          const value = event.target.value;
          setIsOther(value === other);
          onChoose(value === other ? '' : value);
        }}>
          <option value="">what I give below</option>
          {!isKnown && !isOther && <option value={chosen}>run …{chosen.slice(-8)}</option>}
          {runs.map(run => <option key={run.execution_id} value={run.execution_id}>{textOf(run)}</option>)}
          <option value={other}>another run, by its id</option>
        </select>
      </label>
      {isOther && (
        <label className="field">
          <span>Id of the run</span>
          <input className="mono" value={chosen} required spellCheck={false} autoComplete="off"
            onChange={event => onChoose(event.target.value.trim())} />
        </label>
      )}
    </>
  );
}

const textOf = (run: ListedExecution) =>
  `${run.status}, ${new Date(run.created_at).toLocaleString()}, …${run.execution_id.slice(-8)}`;
