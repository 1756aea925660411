import { useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1 } from '../../api/schema';
import { Loading, Notice, ProblemNotice } from '../../design/Notice';
import { LogLines } from './AgentLog';
import { isEnded } from './useRun';

/** Milliseconds between looks while the run goes on. */
const every = 2_000;
const pageSize = 200;
const levels = ['debug', 'info', 'warning', 'error'] as const;
const kinds = { '': 'Log and output', log: 'Log only', output: 'Output only' } as const;

/** What the agents of the run logged and gave out while they worked, by time. */
export function LogsPanel({ run }: { readonly run: ExecutionStatusV1 }) {
  const [kind, setKind] = useState<keyof typeof kinds>('');
  const [level, setLevel] = useState<typeof levels[number] | ''>('');
  const [step, setStep] = useState('');
  const [count, setCount] = useState(pageSize);
  const query = {
    limit: count, ...(kind && { kind }), ...(level && { level }), ...(step.trim() && { step_name: step.trim() }),
  };
  const log = useResource(`logs ${run.execution_id} ${JSON.stringify(query)}`, signal =>
    call('GET /api/v1/executions/{execution_id}/logs', { path: { execution_id: run.execution_id }, query, signal }),
  isEnded(run.status) ? 0 : every);
  const lines = log.value?.logs ?? null;
  return (
    <div className="tabs-pad column">
      <div className="row wrap">
        <select aria-label="Kind of lines" value={kind} onChange={event => setKind(event.target.value as typeof kind)}>
          {Object.entries(kinds).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </select>
        <select aria-label="Least level" value={level} onChange={event => setLevel(event.target.value as typeof level)}>
          <option value="">Any level</option>
          {levels.map(one => <option key={one} value={one}>{one} or graver</option>)}
        </select>
        <input type="search" aria-label="Step of lines" placeholder="Step" value={step}
          onChange={event => setStep(event.target.value)} />
      </div>
      {log.problem && <ProblemNotice problem={log.problem} />}
      {lines === null ? log.problem === null && <Loading /> : lines.length === 0
        ? <Notice kind="empty" title="No agent has logged anything like that.">
          Agents may tell lines while they work; steps tell their input and output.</Notice>
        : <LogLines lines={lines} hasSteps />}
      {(log.value?.dropped ?? 0) > 0 && <p className="soft">{log.value!.dropped} older lines were too many to keep.</p>}
      {lines !== null && lines.length === count && count < 1_000 && (
        <button type="button" className="link" onClick={() => setCount(Math.min(1_000, count + pageSize))}>More</button>
      )}
    </div>
  );
}
