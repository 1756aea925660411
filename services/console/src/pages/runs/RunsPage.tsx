import { useCallback, useMemo, useState } from 'react';
import { useQuery } from '../../app/router';
import { Loading, Notice, ProblemNotice } from '../../design/Notice';
import { BulkBar } from './BulkBar';
import { Charts } from './Charts';
import { FilterBar } from './FilterBar';
import { filterOf } from './filters';
import { LiveMark } from '../../design/LiveMark';
import { RunTable } from './RunTable';
import './runs.css';
import { SavedFilters } from './SavedFilters';
import { StartButton } from './StartButton';
import { useRuns } from './useRuns';

export default function RunsPage() {
  const [query] = useQuery();
  const filter = useMemo(() => filterOf(query, Date.now()), [query]);
  const runs = useRuns(filter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onSelect = useCallback((ids: readonly string[], isSelected: boolean) => setSelected(before => {
    const next = new Set(before);
    for (const id of ids) isSelected ? next.add(id) : next.delete(id);
    return next;
  }), []);
  return (
    <>
      <div className="page-head">
        <h1>Runs</h1>
        <LiveMark status={runs.live} />
        <span className="grow" />
        <StartButton />
      </div>
      <SavedFilters />
      <FilterBar />
      {runs.list && <Charts rows={runs.list.rows} />}
      <BulkBar filter={filter} selected={selected} total={runs.list} onDone={() => {
        setSelected(new Set());
        runs.reload();
      }} />
      {runs.problem && <ProblemNotice problem={runs.problem} />}
      {runs.list === null ? runs.problem === null && <Loading /> : runs.list.rows.length === 0
        ? <Nothing isFiltered={Object.keys(filter).length > 0} />
        : (
          <section className="panel" aria-label="Runs">
            <RunTable list={runs.list} selected={selected} onSelect={onSelect} onEnd={runs.more} />
          </section>
        )}
    </>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered
    ? <Notice kind="empty" title="No run is like that.">Change the filter, or clear it.</Notice>
    : <Notice kind="empty" title="There are no runs yet.">Start one: the button is above.</Notice>;
}
