import { call } from '../../api/client';
import { Problem } from '../../api/problem';
import { useResource } from '../../api/resource';
import type { DueTime } from '../../api/schema';
import { Ago } from '../../design/Time';
import { timesOf, type ScheduleForm } from './scheduleForm';

const count = 5;

/** As the clock of the schedule's zone shows it, to the minute, with its distance from UTC. */
function readable({ due_at: at, local }: DueTime): string {
  const found = /^(\d+-\d+-\d+)T(\d+:\d+):[\d.]+(.*)$/.exec(local);
  return found ? found.slice(1).join(' ') : new Date(at).toLocaleString();
}

/** When a schedule as it is written would be due next, or what is wrong with it. */
export function NextTimes({ form }: { readonly form: ScheduleForm }) {
  const times = timesOf(form);
  const key = form.when.trim() === '' ? null : `next ${JSON.stringify(times)}`;
  const next = useResource(key, async signal => {
    try {
      return (await call('POST /api/v1/schedules/preview', { body: { ...times, count }, signal })).times;
    } catch (error) {
      if (error instanceof Problem && error.status === 422) return error.detail;
      throw error;
    }
  });
  if (next.value === null) return null;
  if (typeof next.value === 'string') return <p role="alert" className="refused">{next.value}</p>;
  return (
    <section aria-label="Next times" className="next-times small">
      <span className="soft">{next.value.length === 0 ? 'It would never be due.' : 'Next: '}</span>
      <ol>
        {next.value.map(time => (
          <li key={time.due_at}><Ago at={time.due_at} /> <span className="soft">{readable(time)}</span></li>
        ))}
      </ol>
    </section>
  );
}
