import { useEffect, useRef, useState, type ReactNode } from 'react';
import { askToLogIn, logOut, nameOf, useSession } from '../api/session';
import { Icon } from '../design/Icon';
import { Health } from './Health';
import { pages } from './pages';
import { Link, usePath } from './router';
import './shell.css';
import { ThemeChoice } from './ThemeChoice';

/** What is around every page: the menu, how the platform is, who one is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const main = useFocusOnChange(usePath());
  return (
    <div className="shell">
      <a className="skip" href="#main">Skip to the page</a>
      <header className="shell-side" data-open={isOpen}>
        <div className="shell-brand">
          <Link to="/" className="brand"><img src="/icon.svg" alt="" width="24" height="24" />Workflow</Link>
          <button type="button" className="quiet shell-toggle" aria-expanded={isOpen} aria-controls="menu"
            onClick={() => setIsOpen(!isOpen)}>
            <Icon name="menu" /><span className="hidden">Menu</span>
          </button>
        </div>
        <div className="shell-menu" id="menu">
          <Menu onChosen={() => setIsOpen(false)} />
          <Footer />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>{children}</main>
    </div>
  );
}

/** Takes the focus along to another page, so that the keyboard and screen readers go on there. */
function useFocusOnChange(path: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(path);
  useEffect(() => {
    if (last.current !== path) main.current?.focus({ preventScroll: true });
    last.current = path;
  }, [path]);
  return main;
}

function Menu({ onChosen }: { readonly onChosen: () => void }) {
  const path = usePath();
  const isAt = (to: string) => (to === '' ? path === '/' || path.startsWith('/runs') : path.startsWith(to));
  return (
    <nav aria-label="Pages">
      {pages.map(({ path: to, menu }) => menu && (
        <Link key={to} to={to || '/'} aria-current={isAt(to) ? 'page' : undefined} onClick={onChosen}>
          <Icon name={menu.icon} />{menu.name}
        </Link>
      ))}
      <a href="/docs/"><Icon name="book" />API</a>
    </nav>
  );
}

function Footer() {
  const session = useSession();
  return (
    <div className="shell-foot">
      <Health />
      <ThemeChoice />
      <div className="row">
        <span className="grow ellipsis" title="Who the API sees">{nameOf(session)}</span>
        {session.token === null
          ? <button type="button" className="quiet" onClick={askToLogIn}>Log in</button>
          : <button type="button" className="quiet" onClick={logOut}>Log out</button>}
      </div>
    </div>
  );
}
