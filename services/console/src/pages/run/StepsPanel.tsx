import { useMemo, useState } from 'react';
import type { ExecutionStatusV1 } from '../../api/schema';
import { useQuery } from '../../app/router';
import { DataTable, type Column } from '../../design/DataTable';
import { Status } from '../../design/Status';
import { Duration } from '../../design/Time';
import { StepDialog } from './StepDialog';
import type { RunStep } from './steps';

interface StepsPanelProps {
  readonly run: ExecutionStatusV1;
  readonly steps: readonly RunStep[];
  readonly areAll: boolean;
}

/** Every attempt of every step in the order in which they began. */
export function StepsPanel({ run, steps, areAll }: StepsPanelProps) {
  const [query, change] = useQuery();
  const [opened, setOpened] = useState<string | null>(null);
  const status = query.get('step_status') ?? '';
  const path = query.get('step') ?? '';
  const wanted = (query.get('step_q') ?? '').toLowerCase();
  const shown = useMemo(() => steps.filter(step =>
    (!status || step.status === status) && (!path || step.path === path) && (!wanted || textOf(step).includes(wanted))),
  [steps, status, path, wanted]);
  const step = steps.find(one => one.key === opened);
  return (
    <>
      <div className="row wrap tabs-pad">
        <input type="search" aria-label="Search steps" placeholder="Name, agent or error"
          value={query.get('step_q') ?? ''} onChange={event => change({ step_q: event.target.value })} />
        <select aria-label="Status of steps" value={status}
          onChange={event => change({ step_status: event.target.value })}>
          <option value="">Any status</option>
          {['running', 'completed', 'failed', 'skipped', 'cancelled'].map(one => <option key={one}>{one}</option>)}
        </select>
        {path && <button type="button" onClick={() => change({ step: undefined })}>All tasks</button>}
        <span className="soft" role="status">
          {shown.length === steps.length ? steps.length : `${shown.length} of ${steps.length}`} steps
          {!areAll && ', loading …'}
        </span>
      </div>
      <DataTable caption="Steps in the order in which they began" rows={shown} columns={columnsOf(setOpened)}
        keyOf={row => row.key} total={shown.length} />
      {step && <StepDialog run={run} step={step} onClose={() => setOpened(null)} />}
    </>
  );
}

const textOf = (step: RunStep) =>
  `${step.name} ${step.called ?? ''} ${step.error ?? ''} ${step.iteration}`.toLowerCase();

const columnsOf = (open: (key: string) => void): readonly Column<RunStep>[] => [
  { name: 'status', title: 'Status', width: '8.2rem', cell: step => <Status status={step.status} /> },
  {
    name: 'step', title: 'Step', cell: step => (
      <button type="button" className="link" onClick={() => open(step.key)}>
        {step.name}{step.called && <span className="soft"> {step.called}</span>}
      </button>
    ),
  },
  { name: 'turn', title: 'Turn', width: '5rem', kind: 'wide number', cell: step => step.iteration },
  { name: 'attempt', title: 'Attempt', width: '5rem', kind: 'wide number', cell: step => step.attempt },
  {
    name: 'duration', title: 'Took', width: '6rem', kind: 'number',
    cell: step => <Duration from={step.startedAt} to={step.completedAt} />,
  },
  {
    name: 'note', title: 'Error or choice', kind: 'wide',
    cell: step => <span className="soft" title={step.error ?? ''}>{step.error ?? noteOf(step)}</span>,
  },
];

function noteOf(step: RunStep): string {
  if (step.metadata['case']) return `→ ${String(step.metadata['case'])}`;
  return step.metadata['inherited'] ? 'inherited' : '';
}
