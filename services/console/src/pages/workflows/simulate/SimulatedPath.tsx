import { useState } from 'react';
import type { SimulatedExecution, SimulatedStep } from '../../../api/schema';
import { DataTable, type Column } from '../../../design/DataTable';
import { Dialog } from '../../../design/Dialog';
import { JsonView } from '../../../design/JsonView';
import { Status } from '../../../design/Status';

/** A step of the path, with whether it waits for a result. */
export interface PathStep extends SimulatedStep {
  readonly key: string;
  readonly isNeeded: boolean;
}

/** The steps in the order in which they began. */
export function pathOf({ steps, needs }: SimulatedExecution): readonly PathStep[] {
  const needed = new Set(needs.map(keyOf));
  return steps.map(step => ({ ...step, key: keyOf(step), isNeeded: needed.has(keyOf(step)) }));
}

const keyOf = (step: { readonly step_path: string; readonly iteration: string; readonly attempt: number }) =>
  `${step.step_path} ${step.iteration} ${step.attempt}`;

/** The way that a simulation took, as a list; each step tells what went in and came out. */
export function SimulatedPath({ path }: { readonly path: readonly PathStep[] }) {
  const [opened, setOpened] = useState<PathStep | null>(null);
  return (
    <section className="panel" aria-label="Path taken">
      <DataTable caption="Steps of the simulation in the order in which they began" rows={path}
        columns={columnsOf(setOpened)} keyOf={step => step.key} total={path.length} />
      {opened && <SimulatedStepDialog step={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

function SimulatedStepDialog({ step, onClose }: { readonly step: PathStep; readonly onClose: () => void }) {
  return (
    <Dialog title={step.step_id} size="large" onClose={onClose}>
      <div className="row wrap small">
        <StepStatus step={step} />
        <span>{step.step_type.replace('_', ' ')}{step.agent_name && ` of ${step.agent_name}`}</span>
        <span className="soft">turn {step.iteration}, attempt {step.attempt}</span>
      </div>
      <code className="soft small step-path">{step.step_path}</code>
      <JsonView title="Input" value={step.input_data} />
      {step.error === null ? <JsonView title="Output" value={step.output_data} />
        : <JsonView title="Error" value={step.error} />}
      <div className="dialog-foot"><button type="button" onClick={onClose}>Close</button></div>
    </Dialog>
  );
}

const StepStatus = ({ step }: { readonly step: PathStep }) =>
  (step.isNeeded ? <Status status="pending" text="needed" /> : <Status status={step.status} />);

const columnsOf = (open: (step: PathStep) => void): readonly Column<PathStep>[] => [
  { name: 'status', title: 'Status', width: '8.2rem', cell: step => <StepStatus step={step} /> },
  {
    name: 'step', title: 'Step', width: '40%', cell: step => (
      <button type="button" className="link" onClick={() => open(step)}>
        {step.step_id}<span className="soft">{whichOf(step)}</span>
      </button>
    ),
  },
  { name: 'output', title: 'What came out', cell: step => <span className="soft">{outcomeOf(step)}</span> },
];

/** Which turn and attempt, where there may be several, and who was asked. */
const whichOf = (step: PathStep) => [
  step.agent_name ? ` ${step.agent_name}` : '',
  step.iteration === '0' ? '' : ` turn ${step.iteration}`,
  step.attempt === 1 ? '' : ` attempt ${step.attempt}`,
].join('');

/** The chosen case, the error, or the output, on one line. */
function outcomeOf(step: PathStep): string {
  const chosen = (step.metadata as Readonly<Record<string, unknown>> | null)?.['case'];
  if (chosen !== undefined) return `→ ${String(chosen)}`;
  if (step.error !== null) return String((step.error as { readonly title?: unknown }).title ?? 'failed');
  return step.output_data === null ? '' : JSON.stringify(step.output_data).slice(0, 300);
}
