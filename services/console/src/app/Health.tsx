import { useResource } from '../api/resource';
import type { HealthReport } from '../api/schema';
import { currentSession } from '../api/session';

/** How the platform is, looked at every ten seconds. */
export function Health() {
  const { value, problem } = useResource('health', look, 10_000);
  const down = Object.entries(value?.components ?? {}).filter(([, component]) => component.status !== 'up');
  const isDown = problem !== null || down.length > 0;
  const text = problem ? 'API away' : down.length > 0 ? `${down.map(([name]) => name).join(', ')} down` : 'All up';
  const why = down.map(([name, component]) => `${name}: ${component.detail}`).join('\n');
  if (value === null && problem === null) return null;
  return <div className={`health ${isDown ? 'bad' : 'good'}`} role="status" title={why || undefined}>{text}</div>;
}

// 503 carries a report as well.
async function look(signal: AbortSignal): Promise<HealthReport> {
  const { token } = currentSession();
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  return await (await fetch('/healthz', { signal, headers })).json() as HealthReport;
}
