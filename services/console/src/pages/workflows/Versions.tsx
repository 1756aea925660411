import { useState } from 'react';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { WorkflowDetail } from '../../api/schema';
import { useQuery } from '../../app/router';
import { Loading, ProblemNotice } from '../../design/Notice';
import '../../design/table.css';
import { Moment } from '../../design/Time';
import { MoveDialog } from '../moving/MoveDialog';
import { readOpenRuns, type OpenRuns } from '../moving/openRuns';
import { diffLines } from './diff';

/** A workflow's versions, and what differs between the one that is shown and another. */
export function Versions({ workflow }: { readonly workflow: WorkflowDetail }) {
  const [, change] = useQuery();
  const [other, setOther] = useState<string | null>(null);
  const [moving, setMoving] = useState<string | null>(null);
  const open = useResource(`open runs ${workflow.id}`, signal => readOpenRuns(workflow.id, signal));
  const page = useResource(`versions ${workflow.id}`, signal =>
    call('GET /api/v1/workflows/{id}/versions', { path: { id: workflow.id }, query: { limit: 100 }, signal }));
  if (page.value === null) return page.problem ? <ProblemNotice problem={page.problem} /> : <Loading />;
  return (
    <div className="tabs-pad column">
      <table className="table">
        <caption className="hidden">Versions, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Version</th><th scope="col" className="wide">Registered</th>
            <th scope="col" className="versions-open">Open runs</th><th scope="col" className="versions-act" />
          </tr>
        </thead>
        <tbody>
          {page.value.versions.map(({ version, created_at: at }) => (
            <tr key={version}>
              <td>{version}</td>
              <td className="wide"><Moment at={at} /></td>
              <td>
                <OpenRunsOf version={version} open={open.value} canMove={page.value!.versions.length > 1}
                  onMove={() => setMoving(version)} />
              </td>
              <td>
                {version === workflow.version ? <span className="soft">shown</span> : (
                  <span className="row">
                    <button type="button" className="link" onClick={() => change({ version })}>Show</button>
                    <button type="button" className="link" onClick={() => setOther(version)}>Compare</button>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open.problem && <ProblemNotice problem={open.problem} />}
      {moving && open.value?.byVersion.has(moving) && (
        <MoveDialog workflow={workflow.id} from={moving} runs={open.value.byVersion.get(moving)!}
          isMore={open.value.isMore} onClose={() => {
            setMoving(null);
            open.reload();
          }} />
      )}
      {other && <Difference workflow={workflow} other={other} />}
    </div>
  );
}

/** How many runs have not ended, and a way to move them. */
function OpenRunsOf({ version, open, canMove, onMove }: {
  readonly version: string;
  readonly open: OpenRuns | null;
  readonly canMove: boolean;
  readonly onMove: () => void;
}) {
  const count = open?.byVersion.get(version)?.length ?? 0;
  const refusal = canMove ? null : 'There is no other version to move them to.';
  if (open === null) return <span className="soft">…</span>;
  if (count === 0) return <span className="soft">{open.isMore ? 'none of the newest' : '–'}</span>;
  return (
    <span className="row">
      <span className="number">{count}{open.isMore && ' or more'}</span>
      <button type="button" className="link" aria-disabled={refusal !== null} title={refusal ?? undefined}
        aria-description={refusal ?? undefined} onClick={() => { if (canMove) onMove(); }}>
        Move<span className="hidden"> open runs of {version}</span>
      </button>
    </span>
  );
}

function Difference({ workflow, other }: { readonly workflow: WorkflowDetail; readonly other: string }) {
  const old = useResource(`${workflow.id} ${other}`, signal =>
    call('GET /api/v1/workflows/{id}', { path: { id: workflow.id }, query: { version: other }, signal }));
  if (old.value === null) return old.problem ? <ProblemNotice problem={old.problem} /> : <Loading />;
  const lines = diffLines(textOf(old.value.document), textOf(workflow.document));
  return (
    <section aria-label={`From ${other} to ${workflow.version}`}>
      <h3>From {other} to {workflow.version}</h3>
      <pre className="diff" tabIndex={0}>
        {lines.map((line, index) => (
          <div key={index} data-change={line.change}>{signs[line.change]}{line.text}</div>
        ))}
      </pre>
    </section>
  );
}

const signs = { same: '  ', added: '+ ', removed: '- ' } as const;
const textOf = (document: unknown) => JSON.stringify(document, null, 2).split('\n');
