import { lazy, Suspense } from 'react';
import type { PageProps } from '../../app/pages';
import { Link, useQuery } from '../../app/router';
import { useTitle } from '../../app/title';
import { LiveMark } from '../../design/LiveMark';
import { Loading, ProblemNotice } from '../../design/Notice';
import { Status } from '../../design/Status';
import { Tabs } from '../../design/Tabs';
import { ActionBar } from './ActionBar';
import { ExplainPanel } from './ExplainPanel';
import { Facts } from './Facts';
import { HistoryPanel } from './HistoryPanel';
import { LogsPanel } from './LogsPanel';
import { PayloadPanel } from './PayloadPanel';
import { RelatedPanel } from './RelatedPanel';
import './run.css';
import { StepsPanel } from './StepsPanel';
import { TimelinePanel } from './TimelinePanel';
import { isEnded, useRun, type LiveRun } from './useRun';

const GraphPanel = lazy(() => import('./GraphPanel'));
const tabs = {
  graph: 'Graph', timeline: 'Timeline', steps: 'Steps', data: 'Input and output', logs: 'Logs', related: 'Related',
  history: 'History',
};

export default function RunPage({ id = '' }: PageProps) {
  const live = useRun(id);
  const { run, problem } = live;
  useTitle(run && `${run.target_name || run.type}: ${run.status}`);
  if (run === null) return problem ? <ProblemNotice problem={problem} /> : <Loading />;
  return (
    <>
      <p className="small"><Link to="/">Runs</Link> <span className="soft">/ {run.execution_id}</span></p>
      <div className="page-head">
        <h1>{run.target_name || run.type}</h1>
        <Status status={run.paused_at && !isEnded(run.status) ? 'paused' : run.status} />
        {!isEnded(run.status) && <LiveMark status={live.live} />}
        <span className="grow" />
        <ActionBar run={run} onDone={live.reload} />
      </div>
      {problem && <ProblemNotice problem={problem} />}
      <Facts run={run} steps={live.steps} />
      <ExplainPanel run={run} />
      <Parts live={live} />
    </>
  );
}

function Parts({ live }: { readonly live: LiveRun }) {
  const [query, change] = useQuery();
  const asked = query.get('tab') ?? 'graph';
  const tab = asked in tabs ? asked : 'graph';
  const run = live.run!;
  return (
    <Tabs tabs={tabs} chosen={tab} onChoose={next => change({ tab: next === 'graph' ? undefined : next })}>
      {tab === 'graph' && <Suspense fallback={<Loading />}><GraphPanel run={run} steps={live.steps} /></Suspense>}
      {tab === 'timeline' && <TimelinePanel run={run} steps={live.steps} />}
      {tab === 'steps' && <StepsPanel run={run} steps={live.steps} areAll={live.areAllSteps} />}
      {tab === 'data' && <PayloadPanel run={run} />}
      {tab === 'logs' && <LogsPanel run={run} />}
      {tab === 'related' && <RelatedPanel run={run} />}
      {tab === 'history' && <HistoryPanel run={run} />}
    </Tabs>
  );
}
