import { useMemo, useState } from 'react';
import { CopyButton } from './CopyButton';
import './json.css';
import { JsonNode } from './JsonNode';

/** A JSON value as a tree that opens and closes, with search and copy. */
export function JsonView({ title, value }: { readonly title: string; readonly value: unknown }) {
  const [wanted, setWanted] = useState('');
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? 'null', [value]);
  const search = wanted.trim().toLowerCase();
  const found = useMemo(() => (search ? text.toLowerCase().split(search).length - 1 : 0), [text, search]);
  return (
    <section className="json" aria-label={title}>
      <div className="row json-head">
        <h3 className="grow">{title}</h3>
        {search && <span className="soft small" role="status">{found} found</span>}
        <input type="search" aria-label={`Search in ${title}`} placeholder="Search" value={wanted}
          onChange={event => setWanted(event.target.value)} />
        <CopyButton text={text} name={`Copy ${title}`} />
      </div>
      <div className="json-body" tabIndex={0}><JsonNode value={value} search={search} depth={0} /></div>
    </section>
  );
}
