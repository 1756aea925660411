import { useMemo } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ExecutionStatusV1 } from '../../api/schema';
import { useQuery } from '../../app/router';
import { Loading, Notice } from '../../design/Notice';
import { Graph } from '../../graph/Graph';
import { progressOf } from '../../graph/progress';
import type { RunStep } from './steps';

/** The definition as a graph, with the way that the run took. */
export default function GraphPanel({ run, steps }: {
  readonly run: ExecutionStatusV1;
  readonly steps: readonly RunStep[];
}) {
  const [, change] = useQuery();
  const id = run.type === 'workflow' ? run.target_id : null;
  const workflow = useResource(id && `${id} ${run.workflow_version}`, signal => call('GET /api/v1/workflows/{id}', {
    path: { id: id! }, query: run.workflow_version ? { version: run.workflow_version } : {}, signal,
  }));
  const progress = useMemo(() => progressOf(steps), [steps]);
  if (id === null) return <Notice kind="empty" title="This run is of one agent or a pipeline; it has no graph." />;
  if (workflow.value === null) {
    return workflow.problem ? <Notice kind="empty" title={workflow.problem.title}>{workflow.problem.detail}</Notice>
      : <Loading />;
  }
  return (
    <div className="graph" role="region" aria-label="Graph of the workflow">
      <Graph document={workflow.value.document} progress={progress}
        onOpen={path => change({ tab: 'steps', step: path })} />
    </div>
  );
}
