import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { StartedExecution } from '../../api/schema';
import { go } from '../../app/router';
import { Dialog } from '../../design/Dialog';
import { ProblemNotice } from '../../design/Notice';
import { jsonOf } from '../workflows/inputFields';

/** Starts a run of a workflow and leads to it. */
export function StartDialog({ onClose }: { readonly onClose: () => void }) {
  const workflows = useResource('workflows', signal =>
    call('GET /api/v1/workflows', { query: { limit: 100 }, signal }));
  const [chosen, setChosen] = useState('');
  const [input, setInput] = useState('{}');
  const { isBusy, problem, run } = useAction();
  const target = chosen || workflows.value?.workflows[0]?.id || '';
  const refusal = isBusy ? 'It is being started.' : target === '' ? 'There is no workflow to start.' : null;
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (refusal !== null) return;
    void run(async () => {
      const inputs = jsonOf('The input', input || '{}') as Record<string, unknown>;
      const body = { type: 'workflow', target_id: target, inputs } as const;
      go(`/runs/${(await call('POST /api/v1/executions', { body }) as StartedExecution).execution_id}`);
    });
  };
  return (
    <Dialog title="Start a run" onClose={onClose}>
      <form className="column" onSubmit={start}>
        <label className="field">
          <span>Workflow</span>
          <select value={target} onChange={event => setChosen(event.target.value)} required>
            {workflows.value?.workflows.map(one => (
              <option key={one.id} value={one.id}>{one.name} {one.version}</option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Input, as JSON</span>
          <textarea className="mono" rows={8} spellCheck={false} value={input}
            onChange={event => setInput(event.target.value)} />
        </label>
        {(problem ?? workflows.problem) && <ProblemNotice problem={(problem ?? workflows.problem)!} />}
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>Close</button>
          <button type="submit" className="primary" aria-disabled={refusal !== null} title={refusal ?? undefined}
            aria-description={refusal ?? undefined}>Start</button>
        </div>
      </form>
    </Dialog>
  );
}
