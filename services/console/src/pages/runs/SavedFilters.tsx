import { useState } from 'react';
import { go, useQuery } from '../../app/router';
import { Icon } from '../../design/Icon';

interface Saved { readonly name: string; readonly query: string }

const key = 'workflow-saved-filters';
const given: readonly Saved[] = [
  { name: 'All', query: '' },
  { name: 'Under way', query: 'status=pending,running' },
  { name: 'Failed today', query: 'status=failed&when=today' },
  { name: 'Failed yesterday', query: 'status=failed&when=yesterday' },
];

function read(): readonly Saved[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as readonly Saved[];
  } catch {
    return [];
  }
}

/** Filters under a name: some are given, others are kept in this browser. */
export function SavedFilters() {
  const [query] = useQuery();
  const [own, setOwn] = useState(read);
  const now = new URLSearchParams(query).toString();
  const keep = (next: readonly Saved[]) => {
    setOwn(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  const save = () => {
    const name = prompt('Name of the filter')?.trim();
    if (name) keep([...own.filter(saved => saved.name !== name), { name, query: now }]);
  };
  const isKnown = [...given, ...own].some(saved => isSame(saved.query, now));
  return (
    <nav className="saved" aria-label="Saved filters">
      {[...given, ...own].map(saved => (
        <span key={saved.name} className="saved-one">
          <button type="button" className="quiet" aria-current={isSame(saved.query, now) ? 'true' : undefined}
            onClick={() => go(saved.query ? `/?${saved.query}` : '/')}>{saved.name}</button>
          {own.includes(saved) && (
            <button type="button" className="quiet saved-drop" onClick={() => keep(own.filter(one => one !== saved))}>
              <Icon name="cross" /><span className="hidden">Forget {saved.name}</span>
            </button>
          )}
        </span>
      ))}
      {!isKnown && <button type="button" className="quiet" onClick={save}><Icon name="plus" />Save this filter</button>}
    </nav>
  );
}

const isSame = (one: string, other: string) => sorted(one) === sorted(other);
const sorted = (query: string) => [...new URLSearchParams(query)].map(pair => pair.join('=')).sort().join('&');
