import type { Column } from './DataTable';
import './table.css';

interface ScrollTableProps<T> {
  /** Says to screen readers what the table holds. */
  readonly caption: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** Reads more; undefined when there is no more. */
  readonly onEnd?: (() => void) | undefined;
  /** What to say when there is nothing. */
  readonly empty: string;
}

/** A table in a box of its own that scrolls, such as in a dialog; more rows are read when one asks for them. */
export function ScrollTable<T>({ caption, rows, columns, keyOf, onEnd, empty }: ScrollTableProps<T>) {
  if (rows.length === 0) return <p className="soft">{empty}</p>;
  return (
    <div className="scroll-table" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.name} scope="col" className={column.kind} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={keyOf(row)}>
              {columns.map(column => <td key={column.name} className={column.kind}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {onEnd && <button type="button" className="link scroll-more" onClick={onEnd}>More</button>}
    </div>
  );
}
