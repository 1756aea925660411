import { Suspense, useLayoutEffect, type ReactNode } from 'react';
import { useSession } from '../api/session';
import { ErrorBoundary } from '../design/ErrorBoundary';
import { Loading, Notice } from '../design/Notice';
import { LoginPage } from '../pages/login/LoginPage';
import { pages } from './pages';
import { match, usePath } from './router';
import { Shell } from './Shell';
import { titled } from './title';

export function App() {
  const session = useSession();
  return session.refusal === null
    ? <Shell><Current /></Shell>
    : <LoginPage session={session} />;
}

function Current() {
  const path = usePath();
  for (const { path: pattern, page: Page, menu, title = menu?.name ?? '' } of pages) {
    const found = match(pattern, path);
    if (found) {
      return (
        <Titled key={path} title={title}>
          <ErrorBoundary>
            <Suspense fallback={<Loading />}><Page {...found} /></Suspense>
          </ErrorBoundary>
        </Titled>
      );
    }
  }
  return <Notice kind="empty" title="There is no such page.">The menu leads to every page there is.</Notice>;
}

/** Names the tab before what is inside says more. */
function Titled({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useLayoutEffect(() => { document.title = titled(title); }, [title]);
  return children;
}
