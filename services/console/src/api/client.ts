import { Problem } from './problem';
import type { Routes } from './schema';
import { currentSession, refuse } from './session';

type Parameter = string | number | boolean | null | undefined;

/** What a route takes, as the API's document says it. */
export interface Sent<R extends keyof Routes> {
  readonly path?: Routes[R]['path'];
  readonly query?: { readonly [name in keyof Routes[R]['query']]?: Routes[R]['query'][name] | undefined };
  readonly body?: Routes[R]['body'];
  /** Instead of `body`: text with a media type of its own. */
  readonly text?: { readonly content: string; readonly mediaType: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls a route of the API.
 *  @throws Problem for every answer that is not 2xx, and when there is none. */
export async function call<R extends keyof Routes>(route: R, sent: Sent<R> = {}): Promise<Routes[R]['answer']> {
  const [method, template] = route.split(' ') as [string, string];
  const response = await send(addressOf(template, sent.path, sent.query), {
    method,
    headers: { ...headersOf(sent), ...sent.headers },
    ...(sent.text ? { body: sent.text.content } : sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    ...(sent.signal ? { signal: sent.signal } : {}),
  });
  const text = await response.text().catch((error: unknown) => {
    throw sent.signal?.aborted ? error : Problem.unreachable(); // cut off in the middle
  });
  return (text ? JSON.parse(text) : undefined) as Routes[R]['answer'];
}

/** Sends with the session's token. @throws Problem as `call` does. */
export async function send(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  const { token } = currentSession();
  try {
    const headers = { ...(init.headers as Record<string, string>), ...(token && { Authorization: `Bearer ${token}` }) };
    response = await fetch(address, { ...init, headers });
  } catch (error) {
    throw init.signal?.aborted ? error : Problem.unreachable();
  }
  if (response.ok) return response;
  const problem = await Problem.of(response);
  if (problem.status === 401 && token === currentSession().token) refuse(problem.detail || problem.title);
  throw problem;
}

/** A path with its parameters filled in. */
export function addressOf(template: string, path: object = {}, query: object = {}): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((path as Record<string, Parameter>)[name])));
  const pairs = Object.entries(query as Record<string, Parameter>)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => [name, String(value)]);
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}

function headersOf(sent: { readonly body?: unknown; readonly text?: { readonly mediaType: string } }) {
  if (sent.text) return { 'Content-Type': sent.text.mediaType };
  return sent.body === undefined ? {} : { 'Content-Type': 'application/json' };
}
