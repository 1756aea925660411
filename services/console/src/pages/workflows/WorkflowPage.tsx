import { lazy, Suspense, useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { WorkflowDetail } from '../../api/schema';
import type { PageProps } from '../../app/pages';
import { Link, useQuery } from '../../app/router';
import { useTitle } from '../../app/title';
import { JsonView } from '../../design/JsonView';
import { Loading, ProblemNotice } from '../../design/Notice';
import { Tabs } from '../../design/Tabs';
import { Moment } from '../../design/Time';
import { RunForm } from './RunForm';
import { Statistics } from './Statistics';
import { Versions } from './Versions';
import './workflows.css';

const Graph = lazy(() => import('../../graph/Graph').then(module => ({ default: module.Graph })));
const SimulatePanel = lazy(() => import('./simulate/SimulatePanel'));
const tabs = {
  graph: 'Graph', start: 'Start a run', simulate: 'Simulate', versions: 'Versions', document: 'Document',
};

/** A workflow: what it does, how its runs went, its versions, and a form to start one. */
export default function WorkflowPage({ id = '' }: PageProps) {
  const [query, change] = useQuery();
  const version = query.get('version') ?? undefined;
  const workflow = useResource(`${id} ${version ?? ''}`, signal =>
    call('GET /api/v1/workflows/{id}', { path: { id }, query: { version }, signal }));
  const one = workflow.value;
  useTitle(one && `${one.name} ${one.version}`);
  if (one === null) return workflow.problem ? <ProblemNotice problem={workflow.problem} /> : <Loading />;
  const asked = query.get('tab') ?? 'graph';
  const tab = asked in tabs ? asked : 'graph';
  return (
    <>
      <p className="small"><Link to="/workflows">Workflows</Link> <span className="soft">/ {one.namespace}</span></p>
      <div className="page-head">
        <h1>{one.name}</h1>
        <span className="soft">{one.version}{one.version !== one.latest_version && `, newest is ${one.latest_version}`}
        </span>
        <span className="grow" />
        <div className="row">
          <Link className="button" to={`/?in=workflow_name&q=${encodeURIComponent(one.name)}`}>Its runs</Link>
          <Link className="button" to={`/workflows/${id}/edit`}>Edit</Link>
        </div>
      </div>
      <p className="soft workflow-note">
        {one.task_count} tasks, registered <Moment at={one.updated_at} />{one.deleted_at && ', deleted since'}
      </p>
      <Statistics id={id} />
      <Tabs tabs={tabs} chosen={tab} onChoose={next => change({ tab: next === 'graph' ? undefined : next })}>
        <Part tab={tab} one={one} run={query.get('run') ?? ''} />
      </Tabs>
    </>
  );
}

function Part({ tab, one, run }: {
  readonly tab: string;
  readonly one: WorkflowDetail;
  readonly run: string;
}) {
  const [opened, setOpened] = useState<string | null>(null);
  switch (tab) {
    case 'start': return <RunForm workflow={one} />;
    case 'simulate': return (
      <Suspense fallback={<Loading />}>
        <SimulatePanel key={one.version} source={{ workflow_id: one.id, version: one.version }} document={one.document}
          workflow={one.id} run={run} />
      </Suspense>
    );
    case 'versions': return <Versions workflow={one} />;
    case 'document': return <div className="tabs-pad"><JsonView title="Document" value={one.document} /></div>;
    default: return (
      <>
        <div className="graph" role="region" aria-label="Graph of the workflow">
          <Suspense fallback={<Loading />}><Graph document={one.document} onOpen={setOpened} /></Suspense>
        </div>
        {opened && <div className="tabs-pad"><JsonView title={opened} value={taskAt(one.document, opened)} /></div>}
      </>
    );
  }
}

/** What a document has at a JSON pointer. */
function taskAt(document: unknown, pointer: string): unknown {
  return pointer.split('/').slice(1).reduce<unknown>((found, name) =>
    (found as Record<string, unknown> | undefined)?.[name.replace(/~1/g, '/').replace(/~0/g, '~')], document);
}
