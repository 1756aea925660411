import { useEffect, useRef, type ReactNode } from 'react';
import './table.css';
import { useWindow } from './useWindow';

export interface Column<T> {
  readonly name: string;
  readonly title: ReactNode;
  readonly cell: (row: T) => ReactNode;
  /** Of the whole table, such as `12rem`; what is left is shared by the columns without. */
  readonly width?: string;
  /** `wide`: not on a narrow screen. `number`: to the right. */
  readonly kind?: 'wide' | 'number' | 'wide number';
}

interface DataTableProps<T> {
  /** Says to screen readers what the table holds. */
  readonly caption: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** Called when the last rows are near; only while there are more to load. */
  readonly onEnd?: (() => void) | undefined;
  /** Of all rows, loaded or not; left out when it is not known. */
  readonly total?: number | undefined;
}

const rowHeight = 44;
const nearEnd = 40;

/** A table of any length: draws the rows that are seen, and asks for more when they come into sight. */
export function DataTable<T>({ caption, rows, columns, keyOf, onEnd, total }: DataTableProps<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [first, after] = useWindow(body, rows.length, rowHeight);
  const isNearEnd = after + nearEnd >= rows.length;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd, rows.length]);
  return (
    <table className="table" aria-rowcount={total ?? -1}>
      <caption className="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column.name} scope="col" className={column.kind} data-column={column.name}
              style={{ width: column.width }}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap rows={first} />
        {rows.slice(first, after).map((row, index) => (
          <tr key={keyOf(row)} aria-rowindex={first + index + 2}>
            {columns.map(column => <td key={column.name} className={column.kind}>{column.cell(row)}</td>)}
          </tr>
        ))}
        <Gap rows={rows.length - after} />
      </tbody>
    </table>
  );
}

function Gap({ rows }: { readonly rows: number }) {
  return rows > 0 ? <tr aria-hidden="true"><td style={{ height: rows * rowHeight, padding: 0 }} /></tr> : null;
}
