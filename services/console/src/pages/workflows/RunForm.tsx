import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import type { StartedExecution, WorkflowDetail } from '../../api/schema';
import { go } from '../../app/router';
import { ProblemNotice } from '../../design/Notice';
import { fieldsOf, inputOf, newDraft } from './inputFields';
import { InputForm } from './InputForm';

/** Starts a run: by a field for each member of the input's schema, or with JSON. */
export function RunForm({ workflow }: { readonly workflow: WorkflowDetail }) {
  const fields = fieldsOf(workflow.document);
  const [draft, setDraft] = useState(newDraft(fields));
  const { isBusy, problem, run } = useAction();
  const start = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const inputs = inputOf(fields, draft);
      const body = { type: 'workflow', target_id: workflow.id, version: workflow.version, inputs } as const;
      go(`/runs/${(await call('POST /api/v1/executions', { body }) as StartedExecution).execution_id}`);
    });
  };
  return (
    <form className="tabs-pad column run-form" onSubmit={start}>
      <InputForm fields={fields} draft={draft} onChange={setDraft} />
      {problem && <ProblemNotice problem={problem} />}
      <div><button type="submit" className="primary" aria-disabled={isBusy}>Start</button></div>
    </form>
  );
}
