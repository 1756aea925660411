import type { ReactNode } from 'react';
import type { Paged } from '../api/paged';
import { DataTable, type Column } from './DataTable';
import { Loading, Notice, ProblemNotice } from './Notice';

interface ListPageProps<T> {
  readonly title: string;
  readonly list: Paged<T>;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** What to say when there is nothing. */
  readonly empty: string;
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** Above the table. */
  readonly children?: ReactNode;
}

/** A page that is a table. */
export function ListPage<T>({ title, list, columns, keyOf, empty, actions, children }: ListPageProps<T>) {
  return (
    <>
      <div className="page-head"><h1>{title}</h1><span className="grow" />{actions}</div>
      {children}
      {list.problem && <ProblemNotice problem={list.problem} />}
      {list.rows === null ? list.problem === null && <Loading /> : list.rows.length === 0
        ? <Notice kind="empty" title={empty} />
        : (
          <section className="panel">
            <DataTable caption={title} rows={list.rows} columns={columns} keyOf={keyOf} onEnd={list.more} />
          </section>
        )}
    </>
  );
}
