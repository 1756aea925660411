import { useEffect, useState } from 'react';
import { call } from '../../api/client';
import { askEach, type Verdict } from './checks';

/** What the API says of moving runs to a version, as the answers come. It changes nothing.
 *  @param version Null to ask nothing. */
export function useChecks(runs: readonly string[], version: string | null): readonly Verdict[] {
  const key = `${version} ${runs.join()}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly verdicts: readonly Verdict[] }>(
    { key, verdicts: [] });
  useEffect(() => {
    if (version === null) return undefined;
    const stop = new AbortController();
    setKnown({ key, verdicts: [] });
    void askEach(runs, id => call('POST /api/v1/executions/{execution_id}/move', {
      path: { execution_id: id }, body: { version, dry_run: true }, signal: stop.signal,
    }), verdict => setKnown(before => ({ key, verdicts: [...before.verdicts, verdict] })), stop.signal);
    return () => stop.abort();
    // The key has the runs and the version.
  }, [key]);
  return known.key === key ? known.verdicts : [];
}
