import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import type { SimulatedExecution } from '../../../api/schema';
import { JsonView } from '../../../design/JsonView';
import { Loading, Notice } from '../../../design/Notice';
import { spanText } from '../../../design/Time';
import { progressOf } from '../../../graph/progress';
import { pathOf, SimulatedPath, type PathStep } from './SimulatedPath';

const Graph = lazy(() => import('../../../graph/Graph').then(module => ({ default: module.Graph })));

interface SimulationOutcomeProps {
  readonly document: unknown;
  /** Null before there was one. */
  readonly outcome: SimulatedExecution | null;
}

/** Where a simulation went: the way on the graph, as a list, and its end. */
export function SimulationOutcome({ document, outcome }: SimulationOutcomeProps) {
  const path = useMemo(() => (outcome === null ? [] : pathOf(outcome)), [outcome]);
  const progress = useMemo(() => progressOf(path.map(told)), [path]);
  return (
    <div className="column">
      {outcome && <End outcome={outcome} />}
      <div className="panel graph simulated-graph" role="region" aria-label="Path on the graph">
        <Suspense fallback={<Loading />}><Graph document={document} progress={progress} /></Suspense>
      </div>
      {path.length > 0 && <SimulatedPath path={path} />}
      {outcome?.status === 'completed' && <JsonView title="Output" value={outcome.outputs} />}
      {outcome?.status === 'failed' && <JsonView title="Error" value={outcome.error} />}
    </div>
  );
}

const told = (step: PathStep) => ({
  path: step.step_path, status: step.isNeeded ? 'pending' : step.status,
  metadata: step.metadata as Readonly<Record<string, unknown>> | null ?? {},
});

function End({ outcome }: { readonly outcome: SimulatedExecution }) {
  const { unused_results: unused, simulated_ms: waited } = outcome;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.scrollIntoView({ block: 'nearest' }); }, [outcome]);
  return (
    <div ref={box} role="status" aria-label="How it ended">
      <Notice kind={outcome.status === 'failed' || outcome.status === 'cut_off' ? 'error' : 'info'}
        title={titleOf(outcome)}>
        {outcome.error_message && <p>{outcome.error_message}</p>}
        {waited > 0 && <p>A run would have waited {spanText(waited)} for timers and retries.</p>}
        {unused.length > 0 && <p>No step asked for the result of {unused.join(', ')}.</p>}
      </Notice>
    </div>
  );
}

function titleOf({ status, steps, needs }: SimulatedExecution): string {
  switch (status) {
    case 'completed': return `It would complete, after ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}.`;
    case 'failed': return 'It would fail.';
    case 'needs_results': return needs.length === 1
      ? `It goes no further without the result of '${needs[0]!.step_id}'.`
      : `It goes no further without ${needs.length} results.`;
    default: return 'It took too long and was cut off; a smaller input may help.';
  }
}
