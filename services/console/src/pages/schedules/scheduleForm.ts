import type { Routes, ScheduleDetail } from '../../api/schema';
import { jsonOf } from '../workflows/inputFields';

type Body = Routes['PUT /api/v1/schedules/{id}']['body'];

/** How a schedule says when it is due. */
export const kinds = { cron: 'Cron', every: 'Every', at: 'Once, at' } as const;
export type Kind = keyof typeof kinds;

export const overlaps = {
  skip: 'Skip the new one', queue: 'Queue it', cancel_previous: 'Cancel the previous', allow: 'Let both run',
} as const;

/** What the form holds, as text. */
export interface ScheduleForm {
  readonly name: string;
  readonly workflow: string;
  readonly kind: Kind;
  readonly when: string;
  readonly zone: string;
  readonly overlap: keyof typeof overlaps;
  readonly input: string;
  readonly description: string;
}

export const emptyForm = (zone: string): ScheduleForm => ({
  name: '', workflow: '', kind: 'cron', when: '0 3 * * *', zone, overlap: 'skip', input: '{}', description: '',
});

export function formOf(one: ScheduleDetail): ScheduleForm {
  const kind = one.cron !== null ? 'cron' : one.every !== null ? 'every' : 'at';
  return {
    name: one.name, workflow: one.workflow_id, kind, when: one[kind] ?? '', zone: one.time_zone ?? 'UTC',
    overlap: one.overlap as ScheduleForm['overlap'], input: JSON.stringify(one.input ?? {}, null, 2),
    description: one.description ?? '',
  };
}

/** When it is due, as the API takes it. */
export function timesOf(form: ScheduleForm): Pick<Body, 'cron' | 'time_zone' | 'every' | 'at'> {
  const when = form.when.trim();
  if (form.kind === 'cron') return { cron: when, time_zone: form.zone.trim() || null };
  return form.kind === 'every' ? { every: when } : { at: when };
}

/** The whole schedule; what the form does not ask for stays as it was.
 *  @throws SyntaxError when the input is no JSON. */
export function bodyOf(form: ScheduleForm, before: ScheduleDetail | null): Body {
  const kept: Partial<Body> = before === null ? {} : {
    version: before.version, due_at_member: before.due_at_member, business_key: before.business_key,
    labels: before.labels as Record<string, string> | null, priority: before.priority,
    queue_timeout_seconds: before.queue_timeout_seconds, queue_max: before.queue_max,
    catch_up_seconds: before.catch_up_seconds, runs_max: before.runs_max, start_at: before.start_at,
    end_at: before.end_at,
  };
  return {
    ...kept, ...timesOf(form), name: form.name.trim(), workflow: form.workflow, overlap: form.overlap,
    description: form.description.trim() || null,
    input: jsonOf('The input', form.input || '{}') as Record<string, unknown>,
  };
}
