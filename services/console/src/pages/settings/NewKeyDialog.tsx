import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import type { CreatedApiKey } from '../../api/schema';
import { CopyButton } from '../../design/CopyButton';
import { Dialog } from '../../design/Dialog';
import { ProblemNotice } from '../../design/Notice';

const scopes = [
  'runs:read', 'runs:write', 'definitions:read', 'definitions:write', 'agents:read', 'agents:write', 'keys:read',
  'keys:write', 'admin',
] as const;
type Scope = typeof scopes[number];

/** Makes a key and shows it once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['runs:read']);
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const { isBusy, problem, run } = useAction();
  const refusal = chosen.length === 0 ? 'Choose at least one thing that it may do.'
    : isBusy ? 'It is being made.' : null;
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (refusal !== null) return;
    void run(async () => setMade(await call('POST /api/v1/api-keys', { body: { name, scopes: chosen } })));
  };
  if (made) {
    return (
      <Dialog title="The key is made" onClose={onClose}>
        <p>It is shown this once; keep it now.</p>
        <p className="row">
          <code className="grow made-key">{made.key}</code><CopyButton text={made.key} name="Copy key" />
        </p>
        <div className="dialog-foot"><button type="button" className="primary" onClick={onClose}>Done</button></div>
      </Dialog>
    );
  }
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form className="column" onSubmit={make}>
        <label className="field"><span>Name</span>
          <input value={name} required maxLength={100} onChange={event => setName(event.target.value)} /></label>
        <fieldset className="scopes">
          <legend>What it may do</legend>
          {scopes.map(scope => (
            <label key={scope} className="row">
              <input type="checkbox" checked={chosen.includes(scope)} onChange={event => setChosen(event.target.checked
                ? [...chosen, scope] : chosen.filter(one => one !== scope))} />
              {scope}
            </label>
          ))}
        </fieldset>
        {problem && <ProblemNotice problem={problem} />}
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>Close</button>
          <button type="submit" className="primary" aria-disabled={refusal !== null} title={refusal ?? undefined}
            aria-description={refusal ?? undefined}>Make it</button>
        </div>
      </form>
    </Dialog>
  );
}
