import { useState, type FormEvent } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ComparedRun, ComparedStep, JsonDifferences, RunComparison } from '../../api/schema';
import { Link, useQuery } from '../../app/router';
import { DataTable, type Column } from '../../design/DataTable';
import { Loading, ProblemNotice } from '../../design/Notice';
import { Status } from '../../design/Status';
import { spanText } from '../../design/Time';
import './compare.css';

/** Two runs side by side: what they have in common and where they part (docs/explain.md). */
export default function ComparePage() {
  const [query] = useQuery();
  const [left, right] = [query.get('left') ?? '', query.get('right') ?? ''];
  const compared = useResource(left && right && `${left} ${right}` || null, signal =>
    call('GET /api/v1/executions/compare', { query: { left, right }, signal }));
  return (
    <>
      <div className="page-head"><h1>Compare two runs</h1></div>
      <Choice key={`${left} ${right}`} left={left} right={right} />
      {compared.problem && <ProblemNotice problem={compared.problem} />}
      {left && right && compared.value === null && !compared.problem && <Loading />}
      {compared.value && <Comparison of={compared.value} />}
    </>
  );
}

function Choice({ left, right }: { readonly left: string; readonly right: string }) {
  const [, change] = useQuery();
  const [ids, setIds] = useState({ left, right });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ left: ids.left.trim(), right: ids.right.trim() });
  };
  return (
    <form className="row wrap compare-choice" onSubmit={submit}>
      {(['left', 'right'] as const).map(side => (
        <label key={side} className="field grow">
          <span>{side === 'left' ? 'Run' : 'Other run'}</span>
          <input className="mono" required placeholder="Id" spellCheck={false} value={ids[side]}
            onChange={event => setIds({ ...ids, [side]: event.target.value })} />
        </label>
      ))}
      <button type="submit">Compare</button>
    </form>
  );
}

function Comparison({ of }: { readonly of: RunComparison }) {
  return (
    <>
      <p className="compare-summary">{of.summary}</p>
      <div className="compare-sides"><Side run={of.left} /><Side run={of.right} /></div>
      <Differences title="Input" of={of.input} />
      <Differences title="Output" of={of.output} />
      <section className="panel">
        <DataTable caption="Steps of both runs" rows={of.steps} columns={columns}
          keyOf={step => `${step.step_path} ${step.iteration}`} />
      </section>
      {of.steps_truncated && <p className="soft">There are more steps than are compared.</p>}
    </>
  );
}

function Side({ run }: { readonly run: ComparedRun }) {
  return (
    <section className="panel padded row wrap">
      <Link to={`/runs/${run.execution_id}`}><code>…{run.execution_id.slice(-8)}</code></Link>
      <Status status={run.status} />
      {run.duration_ms !== null && <span className="soft">{spanText(run.duration_ms)}</span>}
    </section>
  );
}

function Differences({ title, of }: { readonly title: string; readonly of: JsonDifferences }) {
  return (
    <section className="panel padded compare-part" aria-label={title}>
      <h2>{title} {of.equal && <span className="soft small">is the same</span>}</h2>
      {of.note && <p className="soft">{of.note}</p>}
      {of.differences.length > 0 && (
        <ul>
          {of.differences.map(one => (
            <li key={one.pointer}>
              <code>{one.pointer || 'all of it'}</code> {one.change}:{' '}
              <code>{shown(one.left)}</code> → <code>{shown(one.right)}</code>
            </li>
          ))}
        </ul>
      )}
      {of.truncated && <p className="soft">There are more.</p>}
    </section>
  );
}

const shown = (value: unknown) => JSON.stringify(value) ?? '–';

const columns: readonly Column<ComparedStep>[] = [
  { name: 'step', title: 'Step', cell: step => <span title={step.step_path}>{step.step_id} {turnOf(step)}</span> },
  { name: 'left', title: 'Run', cell: step => <Attempts of={step.left} /> },
  { name: 'right', title: 'Other run', cell: step => <Attempts of={step.right} /> },
  {
    name: 'output', title: 'Output', kind: 'wide', width: '8rem',
    cell: step => (step.output_equal === null ? '' : step.output_equal ? 'the same' : <strong>differs</strong>),
  },
];

const turnOf = (step: ComparedStep) => (step.iteration === '0' ? '' : step.iteration);

function Attempts({ of }: { readonly of: ComparedStep['left'] }) {
  return of === null ? <span className="soft">not reached</span> : <Status status={of.status} />;
}
