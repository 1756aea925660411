import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useAction } from '../../../api/action';
import { call } from '../../../api/client';
import type { SimulatedExecution } from '../../../api/schema';
import { ProblemNotice } from '../../../design/Notice';
import { fieldsOf, inputOf, newDraft } from '../inputFields';
import { InputForm } from '../InputForm';
import { GivenResults } from './GivenResults';
import { RecordedRun } from './RecordedRun';
import { resultsOf, withNeeds, type Given } from './results';
import './simulate.css';
import { SimulationOutcome } from './SimulationOutcome';

interface SimulatePanelProps {
  /** What is simulated: the text of a definition, or a registered version. */
  readonly source: { readonly definition: string } | { readonly workflow_id: string; readonly version: string };
  /** The same, read. */
  readonly document: unknown;
  /** The workflow whose runs are offered; null for a new one. */
  readonly workflow: string | null;
  /** A run to begin with; '' for none. */
  readonly run?: string;
  /** Why it cannot be simulated now; null when it can. */
  readonly refusal?: string | null;
}

/** Tries a definition on given or recorded results; nobody is called, nothing is kept (docs/simulation.md). */
export default function SimulatePanel({ source, document, workflow, run: first = '', refusal = null }:
SimulatePanelProps) {
  const fields = fieldsOf(document);
  const [draft, setDraft] = useState(newDraft(fields));
  const [run, setRun] = useState(first);
  const [hasOwnInput, setHasOwnInput] = useState(false);
  const [given, setGiven] = useState<readonly Given[]>([]);
  const [outcome, setOutcome] = useState<SimulatedExecution | null>(null);
  const { isBusy, problem, run: once } = useAction();
  const what = JSON.stringify(source);
  const latest = useRef(what);
  latest.current = what;
  useEffect(() => setOutcome(null), [what]);
  const takesInput = run === '' || hasOwnInput;
  const simulate = async () => {
    try {
      const body = {
        ...source, results: resultsOf(given), ...(run !== '' && { execution_id: run }),
        ...(takesInput && { input_data: inputOf(fields, draft) }),
      };
      const told = await call('POST /api/v1/workflows/simulate', { body });
      if (latest.current !== what) return; // of a text that has been changed since
      setOutcome(told);
      setGiven(now => withNeeds(now, told.needs));
    } catch (error) {
      setOutcome(null);
      throw error;
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (refusal === null) void once(simulate);
  };
  return (
    <div className="simulate">
      <form className="column" onSubmit={submit}>
        <p className="soft small">
          The workflow is executed as it would be, but nobody is called and nothing is kept: what agents, tools, child
          workflows and events bring is given here.
        </p>
        <RecordedRun workflow={workflow} chosen={run} onChoose={setRun} />
        {run !== '' && (
          <label className="row">
            <input type="checkbox" checked={hasOwnInput} onChange={event => setHasOwnInput(event.target.checked)} />
            Another input than that run had
          </label>
        )}
        {takesInput && <InputForm fields={fields} draft={draft} onChange={setDraft} />}
        <GivenResults given={given} onChange={setGiven} />
        {problem && <ProblemNotice problem={problem} />}
        <div>
          <button type="submit" className="primary" aria-disabled={isBusy || refusal !== null}
            title={refusal ?? undefined} aria-description={refusal ?? undefined}>
            {outcome?.status === 'needs_results' ? 'Go on with these results' : 'Simulate'}
          </button>
        </div>
      </form>
      <SimulationOutcome document={document} outcome={outcome} />
    </div>
  );
}
