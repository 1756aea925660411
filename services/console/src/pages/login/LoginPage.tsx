import { useState, type FormEvent } from 'react';
import { logIn, logOut, type Session } from '../../api/session';
import './login.css';

/** Asks for a token or an API key, and tells why the last one was not taken. */
export function LoginPage({ session }: { readonly session: Session }) {
  const refusal = session.token === null ? null : session.refusal;
  const [token, setToken] = useState('');
  const [isKept, setIsKept] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) logIn(token.trim(), isKept);
  };
  return (
    <main className="login">
      <form className="panel" onSubmit={submit}>
        <h1><img src="/icon.svg" alt="" width="28" height="28" />Log in</h1>
        <p className="soft">With a token or an API key of the API. You see only what is yours.</p>
        {refusal && <p className="login-refusal" role="alert">{refusal}</p>}
        <label className="field">
          <span>Token or API key</span>
          <input type="password" value={token} autoComplete="off" autoFocus required spellCheck={false}
            onChange={event => setToken(event.target.value)} />
        </label>
        <label className="row">
          <input type="checkbox" checked={isKept} onChange={event => setIsKept(event.target.checked)} />
          Keep it on this computer, not only in this tab
        </label>
        <button type="submit" className="primary">Log in</button>
        {session.refusal === '' && <button type="button" onClick={logOut}>Go on without</button>}
        <p className="soft small">On the machine of a checkout: <code>./dev token --user NAME</code></p>
      </form>
    </main>
  );
}
