import { useEffect, useState, type FormEvent } from 'react';
import { go, useQuery } from '../../app/router';
import { Icon } from '../../design/Icon';
import { places, spans, statuses } from './filters';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is shown; all of it stands in the address. */
export function FilterBar() {
  const [query, change] = useQuery();
  const chosen = new Set((query.get('status') ?? '').split(',').filter(Boolean));
  const toggle = (status: string) => {
    if (!chosen.delete(status)) chosen.add(status);
    change({ status: statuses.filter(known => chosen.has(known)).join(',') });
  };
  return (
    <div className="filter-bar">
      <div className="chips" role="group" aria-label="Status">
        {statuses.map(status => (
          <button key={status} type="button" className="chip" aria-pressed={chosen.has(status)}
            onClick={() => toggle(status)}>{status}</button>
        ))}
      </div>
      <select aria-label="Accepted" value={query.get('when') ?? ''}
        onChange={event => change({ when: event.target.value })}>
        {Object.entries(spans).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
      </select>
      <Search />
      {query.size > 0 && <button type="button" className="quiet" onClick={() => go('/')}>Clear</button>}
    </div>
  );
}

/** A whole id leads to its run; anything else narrows the list. */
function Search() {
  const [query, change] = useQuery();
  const [text, setText] = useState(query.get('q') ?? '');
  useEffect(() => setText(query.get('q') ?? ''), [query]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id.test(text.trim())) go(`/runs/${text.trim().toLowerCase()}`);
    else change({ q: text.trim() });
  };
  return (
    <form className="search row" role="search" onSubmit={submit}>
      <select aria-label="Search in" value={query.get('in') ?? 'error_contains'}
        onChange={event => change({ in: event.target.value })}>
        {Object.entries(places).map(([name, title]) => <option key={name} value={name}>{title}</option>)}
      </select>
      <input type="search" aria-label="Search runs" placeholder="Text, or a run's id" value={text} maxLength={200}
        onChange={event => {
          setText(event.target.value);
          if (event.target.value === '') change({ q: undefined });
        }} />
      <button type="submit"><Icon name="search" /><span className="hidden">Search</span></button>
    </form>
  );
}
