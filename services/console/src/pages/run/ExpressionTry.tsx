import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import type { Problem } from '../../api/problem';
import type { ExecutionStatusV1, TriedExpression } from '../../api/schema';
import { JsonView } from '../../design/JsonView';
import type { RunStep } from './steps';

interface Mistake { readonly line: number | null; readonly column: number | null; readonly message: string }

/** Evaluates an expression on what the run, or one of its steps, really had (docs/expressions.md). */
export function ExpressionTry({ run, step }: { readonly run: ExecutionStatusV1; readonly step?: RunStep }) {
  const [expression, setExpression] = useState('.');
  const [on, setOn] = useState<'input' | 'output'>('input');
  const [told, setTold] = useState<TriedExpression | null>(null);
  const { isBusy, problem, run: once } = useAction();
  const attempt = (event: FormEvent) => {
    event.preventDefault();
    void once(async () => setTold(await call('POST /api/v1/executions/{execution_id}/expressions', {
      path: { execution_id: run.execution_id },
      body: {
        expression, on,
        ...(step && { step_path: step.path, iteration: step.iteration, attempt: step.attempt }),
      },
    })));
  };
  return (
    <details className="try">
      <summary>Try an expression</summary>
      <form className="column" onSubmit={attempt}>
        <div className="row wrap">
          <label className="field grow try-text">
            <span>jq, with <code>.</code>, <code>$input</code> and <code>$output</code></span>
            <input className="mono" value={expression} required maxLength={10_000} spellCheck={false}
              autoCapitalize="off" autoComplete="off" onChange={event => setExpression(event.target.value)} />
          </label>
          <label className="field">
            <span>. is the</span>
            <select value={on} onChange={event => setOn(event.target.value as typeof on)}>
              <option>input</option>
              <option>output</option>
            </select>
          </label>
          <button type="submit" className="try-button" aria-disabled={isBusy}>Try</button>
        </div>
        {problem && <p role="alert" className="refused mono">{mistakeOf(problem)}</p>}
        {told && !problem && <Told told={told} />}
      </form>
    </details>
  );
}

function Told({ told: { results, error, is_more: isMore } }: { readonly told: TriedExpression }) {
  return (
    <>
      {error && <p role="alert" className="refused">{error.message}{error.limit && ` (limit: ${error.limit})`}</p>}
      {(results.length > 0 || !error) && (
        <JsonView title={results.length === 1 ? 'Result' : `${results.length} results${isMore ? ', and more' : ''}`}
          value={results.length === 1 ? results[0] : results} />
      )}
    </>
  );
}

function mistakeOf(problem: Problem): string {
  const [first] = problem.facts['errors'] as readonly Mistake[] | undefined ?? [];
  if (!first) return problem.detail || problem.title;
  return first.line === null ? first.message : `line ${first.line}, column ${first.column}: ${first.message}`;
}
