import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { parse, stringify } from 'yaml';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import { Problem } from '../../api/problem';
import { useResource } from '../../api/resource';
import type { DefinitionWarning } from '../../api/schema';
import type { PageProps } from '../../app/pages';
import { go, Link } from '../../app/router';
import { Loading, ProblemNotice } from '../../design/Notice';
import { CodeArea, type CodeError } from './CodeArea';
import './workflows.css';

const Graph = lazy(() => import('../../graph/Graph').then(module => ({ default: module.Graph })));
const SimulatePanel = lazy(() => import('./simulate/SimulatePanel'));
const mediaType = 'application/yaml';
const template = `document:
  dsl: 1.0.0
  namespace: mine
  name: my-workflow
  version: 1.0.0
do:
- greet:
    set:
      greeting: \${ "Hello " + (.name // "you") }
`;

/** Writes a definition: the API says what is wrong where, the graph beside it shows what it does. */
export default function EditPage({ id }: PageProps) {
  const stored = useResource(id ?? null, signal =>
    call('GET /api/v1/workflows/{id}', { path: { id: id! }, query: {}, signal }));
  if (id === undefined) return <Editor text={template} id={null} />;
  if (stored.value === null) return stored.problem ? <ProblemNotice problem={stored.problem} /> : <Loading />;
  return <Editor text={stringify(stored.value.document, { lineWidth: 110 })} id={id} />;
}

function Editor({ text: initial, id }: { readonly text: string; readonly id: string | null }) {
  const [text, setText] = useState(initial);
  const { isBusy, problem, run } = useAction();
  const [isSimulating, setIsSimulating] = useState(false);
  const check = useCheck(text);
  const { errors, warnings } = check ?? unchecked;
  const document = useDocument(text);
  const agents = useAgents();
  const refusal = check === null ? 'It is still being checked.'
    : errors.length > 0 ? 'Mend what is wrong first.' : null;
  const isRight = refusal === null;
  const save = async () => {
    const content = { text: { content: text, mediaType } };
    const saved = id === null
      ? await call('POST /api/v1/workflows', content)
      : await call('PUT /api/v1/workflows/{id}', { path: { id }, ...content });
    go(`/workflows/${saved.id}`);
  };
  return (
    <>
      <p className="small"><Link to={id ? `/workflows/${id}` : '/workflows'}>Back</Link></p>
      <div className="page-head">
        <h1>{id ? 'Edit' : 'New workflow'}</h1>
        <span role="status" className={isRight || check === null ? 'soft' : 'edit-wrong'}>
          {check === null ? 'Checking …' : isRight ? 'It is valid.' : `${errors.length} found wrong`}
        </span>
        <span className="grow" />
        <button type="button" className="primary" aria-disabled={!isRight || isBusy} title={refusal ?? undefined}
          aria-description={refusal ?? undefined} onClick={() => { if (isRight) void run(save); }}>
          Register
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {id && <p className="soft small">A change needs a new version: raise <code>document.version</code>.</p>}
      <div className="edit">
        <CodeArea label="Definition" value={text} errors={errors} agents={agents} onChange={setText} />
        <div className="panel graph" role="region" aria-label="Graph of what is written">
          <Suspense fallback={<Loading />}><Graph document={document} /></Suspense>
        </div>
      </div>
      {warnings.length > 0 && (
        <ul className="edit-warnings" aria-label="What to look at">
          {warnings.map((one, index) => <li key={index}><code>{one.pointer}</code>: {one.message}</li>)}
        </ul>
      )}
      <details className="panel edit-simulate" onToggle={event => setIsSimulating(event.currentTarget.open)}>
        <summary>Simulate what is written</summary>
        {isSimulating && (
          <Suspense fallback={<Loading />}>
            <SimulatePanel source={{ definition: text }} document={document} workflow={id}
              refusal={refusal} />
          </Suspense>
        )}
      </details>
    </>
  );
}

const noNames: readonly string[] = [];

/** Names that a task may call, as many as one page of them. */
function useAgents(): readonly string[] {
  const { value } = useResource('names of agents', async signal =>
    (await call('GET /api/v1/agents', { query: { limit: 200 }, signal })).agents.map(one => one.name));
  return value ?? noNames;
}

interface Check {
  readonly errors: readonly CodeError[];
  /** What would be taken, but may be meant otherwise. */
  readonly warnings: readonly DefinitionWarning[];
}

const unchecked: Check = { errors: [], warnings: [] };

/** What the API finds wrong, a moment after the last change; null until it has said. */
function useCheck(text: string): Check | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(timer);
  }, [text]);
  const check = useResource(settled, async (signal): Promise<Check> => {
    try {
      const sent = { text: { content: settled, mediaType }, signal };
      return { errors: [], warnings: (await call('POST /api/v1/workflows/validate', sent)).warnings };
    } catch (error) {
      const isAboutTheText = error instanceof Problem && error.status >= 400 && error.status < 500;
      if (isAboutTheText) return { errors: errorsOf(error), warnings: [] };
      throw error;
    }
  });
  return settled === text ? check.value : null;
}

function errorsOf(problem: Problem): readonly CodeError[] {
  const told = problem.facts['errors'] as readonly CodeError[] | undefined;
  const line = Number(problem.facts['line'] ?? 1);
  return told?.length ? told : [{ line, column: 1, message: problem.detail || problem.title, expected: '' }];
}

/** What is written, as far as it can be read; else what could be read last. */
function useDocument(text: string): unknown {
  const [last, setLast] = useState<unknown>(null);
  const read = useMemo(() => {
    try {
      return { document: parse(text) as unknown };
    } catch {
      return null;
    }
  }, [text]);
  useEffect(() => { if (read) setLast(read.document); }, [read]);
  return read ? read.document : last;
}
