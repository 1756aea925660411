import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { AgentLogLine, ExecutionStatusV1 } from '../../api/schema';
import { ProblemNotice } from '../../design/Notice';
import type { RunStep } from './steps';
import { isEnded } from './useRun';

/** Milliseconds between looks while the run goes on. */
const every = 2_000;
const linesMax = 200;

/** What one attempt of a step logged while it was worked on; nothing when it logged nothing. */
export function AgentLog({ run, step }: { readonly run: ExecutionStatusV1; readonly step: RunStep }) {
  const log = useResource(`log ${run.execution_id} ${step.key}`, signal =>
    call('GET /api/v1/executions/{execution_id}/logs', {
      path: { execution_id: run.execution_id }, query: { step_name: step.name, limit: linesMax }, signal,
    }), isEnded(run.status) ? 0 : every);
  const lines = log.value?.logs.filter(line =>
    line.step_path === step.path && line.iteration === step.iteration && line.attempt === step.attempt) ?? [];
  if (log.problem) return <ProblemNotice problem={log.problem} />;
  return lines.length === 0 ? null : (
    <section aria-label="Log of the agent">
      <h3>Log</h3>
      <LogLines lines={lines} hasSteps={false} />
    </section>
  );
}

export function LogLines({ lines, hasSteps }: { readonly lines: readonly AgentLogLine[]; readonly hasSteps: boolean }) {
  return (
    <ol className="log-lines" role="log" tabIndex={0} aria-label="Lines, the oldest first">
      {lines.map((line, index) => (
        <li key={index} data-level={line.level ?? line.kind}>
          <time dateTime={line.timestamp} title={line.timestamp}>{new Date(line.timestamp).toLocaleTimeString()}</time>
          <span className="log-level">{line.level ?? line.kind}</span>
          {hasSteps && <span className="soft">{line.step_name}{line.agent_name && ` ${line.agent_name}`}</span>}
          <span className="log-text">{line.message ?? ''}
            {line.data !== null && <code className="soft"> {JSON.stringify(line.data)}</code>}
            {line.truncated && <em className="soft"> … cut</em>}</span>
        </li>
      ))}
    </ol>
  );
}
