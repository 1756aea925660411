import { useState, type ReactNode } from 'react';

interface JsonNodeProps {
  readonly value: unknown;
  /** In lower case; '' for none. */
  readonly search: string;
  readonly depth: number;
  readonly name?: string;
}

/** Members of one object or array that are shown before one asks for more. */
const pageSize = 100;
const openDepth = 2;

/** One value of a tree. What is searched for is opened and marked. */
export function JsonNode({ value, search, depth, name }: JsonNodeProps) {
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const [shown, setShown] = useState(pageSize);
  const label = name === undefined ? null : <><Marked text={name} search={search} kind="json-name" />: </>;
  if (typeof value !== 'object' || value === null) return <div>{label}<Scalar value={value} search={search} /></div>;
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [left, right] = Array.isArray(value) ? '[]' : '{}';
  if (members.length === 0) return <div>{label}{left}{right}</div>;
  const isFound = search !== '' && JSON.stringify(value).toLowerCase().includes(search);
  const open = isOpen ?? (isFound || depth < openDepth);
  return (
    <details open={open}>
      <summary onClick={event => { event.preventDefault(); setIsOpen(!open); }}>
        {label}{left}{!open && <span className="soft"> {countOf(members.length, left!)} {right}</span>}
      </summary>
      {open && (
        <div className="json-members">
          {members.slice(0, shown).map(([key, member]) =>
            <JsonNode key={key} name={key} value={member} search={search} depth={depth + 1} />)}
          {members.length > shown && (
            <button type="button" className="link" onClick={() => setShown(shown + 10 * pageSize)}>
              {members.length - shown} more
            </button>
          )}
        </div>
      )}
      {open && right}
    </details>
  );
}

const countOf = (count: number, left: string) =>
  `${count} ${left === '[' ? 'item' : 'member'}${count === 1 ? '' : 's'}`;

function Scalar({ value, search }: { readonly value: unknown; readonly search: string }) {
  const kind = value === null ? 'null' : typeof value;
  return <Marked text={JSON.stringify(value) ?? 'null'} search={search} kind={`json-${kind}`} />;
}

function Marked({ text, search, kind }: { readonly text: string; readonly search: string; readonly kind: string }) {
  if (search === '') return <span className={kind}>{text}</span>;
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = text.toLowerCase().indexOf(search); at >= 0; at = text.toLowerCase().indexOf(search, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + search.length)}</mark>);
    from = at + search.length;
  }
  return <span className={kind}>{parts}{text.slice(from)}</span>;
}
