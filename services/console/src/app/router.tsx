import { useCallback, useMemo, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';

const watchers = new Set<() => void>();
const told = () => watchers.forEach(watcher => watcher());
window.addEventListener('popstate', told);

/** Shows another page. @param address Path and query. */
export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  told();
  if (how === 'push') window.scrollTo(0, 0);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const usePath = (): string => useSyncExternalStore(watch, () => location.pathname);

/** The query of the address, and how to change some of it: undefined and '' take a parameter away. */
export function useQuery(): readonly [URLSearchParams, (changes: Record<string, string | undefined>) => void] {
  const text = useSyncExternalStore(watch, () => location.search);
  const query = useMemo(() => new URLSearchParams(text), [text]);
  const change = useCallback((changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    go(location.pathname + (next.size > 0 ? `?${next}` : ''), 'replace');
  }, []);
  return [query, change];
}

/** A link inside the console. */
export function Link({ to, ...rest }: { readonly to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}

/** Parameters of a path that fits a pattern such as `/runs/:id`; null when it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.replace(/\/$/, '').split('/')];
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(given[index]!);
    else if (part !== given[index]) return null;
  }
  return found;
}
