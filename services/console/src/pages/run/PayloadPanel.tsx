import type { ExecutionStatusV1 } from '../../api/schema';
import { JsonView } from '../../design/JsonView';
import { ExpressionTry } from './ExpressionTry';

/** What went into the run and what came out, and a place to try expressions on it. */
export function PayloadPanel({ run }: { readonly run: ExecutionStatusV1 }) {
  return (
    <div className="tabs-pad column">
      <div className="payloads">
        <JsonView title="Input" value={run.inputs} />
        {run.error
          ? <JsonView title="Error" value={run.error} />
          : <JsonView title="Output" value={run.outputs} />}
      </div>
      <ExpressionTry run={run} />
    </div>
  );
}
