import { useSyncExternalStore } from 'react';

/** Who the console calls the API as. Without a token it calls as the API lets anybody on this machine. */
export interface Session {
  /** A token or API key; null to send none. */
  readonly token: string | null;
  /** Why the API asks for another; null when it does not ask. */
  readonly refusal: string | null;
}

const key = 'workflow-token';
const watchers = new Set<() => void>();
let session: Session = { token: read(), refusal: null };

function read(): string | null {
  return sessionStorage.getItem(key) ?? localStorage.getItem(key);
}

function change(next: Session): void {
  session = next;
  watchers.forEach(watcher => watcher());
}

export const currentSession = (): Session => session;

/** @param isKept Whether the token outlives this tab. */
export function logIn(token: string, isKept: boolean): void {
  logOut();
  (isKept ? localStorage : sessionStorage).setItem(key, token);
  change({ token, refusal: null });
}

export function logOut(): void {
  sessionStorage.removeItem(key);
  localStorage.removeItem(key);
  change({ token: null, refusal: null });
}

/** Somebody wants to be somebody else than the API takes them for. */
export function askToLogIn(): void {
  change({ token: null, refusal: '' });
}

/** The API did not take what was sent. */
export function refuse(reason: string): void {
  if (session.refusal !== reason) change({ ...session, refusal: reason });
}

export function useSession(): Session {
  return useSyncExternalStore(watcher => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, currentSession);
}

/** Who a token says it is for, as far as one can see from here; the API decides. */
export function nameOf(session: Session): string {
  if (session.token === null) return 'local';
  if (session.token.startsWith('wfk_')) return `key ${session.token.slice(0, 10)}…`;
  try {
    const middle = (session.token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(middle), character => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: string };
    return claims.sub ?? 'token';
  } catch {
    return 'token';
  }
}
