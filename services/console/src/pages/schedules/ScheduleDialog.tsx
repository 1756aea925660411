import { useEffect, useState, type FormEvent } from 'react';
import { useAction } from '../../api/action';
import { call } from '../../api/client';
import { useResource } from '../../api/resource';
import type { ScheduleDetail } from '../../api/schema';
import { Dialog } from '../../design/Dialog';
import { ProblemNotice } from '../../design/Notice';
import { NextTimes } from './NextTimes';
import { bodyOf, emptyForm, formOf, kinds, overlaps, type Kind, type ScheduleForm } from './scheduleForm';

const hints: Readonly<Record<Kind, string>> = {
  cron: 'minute hour day month weekday, or @daily', every: 'ISO 8601, such as PT15M',
  at: 'a time, such as 2027-01-31T08:00:00Z',
};

/** Makes a schedule, or changes one; shows when it would be due while it is written. */
export function ScheduleDialog({ one, onClose }: {
  readonly one: ScheduleDetail | null;
  readonly onClose: (isDone: boolean) => void;
}) {
  const [form, setForm] = useState<ScheduleForm>(() => (one
    ? formOf(one) : emptyForm(Intl.DateTimeFormat().resolvedOptions().timeZone)));
  const { isBusy, problem, run } = useAction();
  const settled = useSettled(form);
  const set: FieldsProps['set'] = change =>
    setForm(before => ({ ...before, ...(typeof change === 'function' ? change(before) : change) }));
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const body = bodyOf(form, one);
      if (one) await call('PUT /api/v1/schedules/{id}', { path: { id: one.id }, body });
      else await call('POST /api/v1/schedules', { body });
      onClose(true);
    });
  };
  return (
    <Dialog title={one ? `Change ${one.name}` : 'New schedule'} onClose={() => onClose(false)}>
      <form className="column" onSubmit={save}>
        <label className="field"><span>Name</span>
          <input value={form.name} required maxLength={200} onChange={event => set({ name: event.target.value })} />
        </label>
        <WorkflowField form={form} set={set} />
        <WhenFields form={form} set={set} />
        <NextTimes form={settled} />
        <label className="field"><span>When it is due while a run of it is open</span>
          <select value={form.overlap}
            onChange={event => set({ overlap: event.target.value as ScheduleForm['overlap'] })}>
            {Object.entries(overlaps).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
          </select></label>
        <label className="field"><span>Input, as JSON</span>
          <textarea className="mono" rows={3} spellCheck={false} value={form.input}
            onChange={event => set({ input: event.target.value })} /></label>
        <label className="field"><span>Description</span>
          <input value={form.description} maxLength={2000}
            onChange={event => set({ description: event.target.value })} /></label>
        {problem && <ProblemNotice problem={problem} />}
        <div className="dialog-foot">
          <button type="button" onClick={() => onClose(false)}>Close</button>
          <button type="submit" className="primary" aria-disabled={isBusy}>{one ? 'Change it' : 'Make it'}</button>
        </div>
      </form>
    </Dialog>
  );
}

type Change = Partial<ScheduleForm>;

interface FieldsProps {
  readonly form: ScheduleForm;
  readonly set: (change: Change | ((before: ScheduleForm) => Change)) => void;
}

function WorkflowField({ form, set }: FieldsProps) {
  const { value } = useResource('workflows of schedules', signal =>
    call('GET /api/v1/workflows', { query: { limit: 100 }, signal }));
  const known = value?.workflows ?? [];
  const first = known[0]?.id;
  useEffect(() => {
    // What was chosen as soon as there was a choice stays.
    if (!form.workflow && first) set(before => (before.workflow ? {} : { workflow: first }));
  }, [form.workflow, first, set]);
  return (
    <label className="field"><span>Workflow</span>
      <select value={form.workflow} required onChange={event => set({ workflow: event.target.value })}>
        {known.map(one => <option key={one.id} value={one.id}>{one.namespace}/{one.name}</option>)}
        {form.workflow && !known.some(one => one.id === form.workflow) && (
          <option value={form.workflow}>{form.workflow}</option>
        )}
      </select></label>
  );
}

function WhenFields({ form, set }: FieldsProps) {
  return (
    <div className="row wrap schedule-when">
      <label className="field"><span>Due</span>
        <select value={form.kind} onChange={event => set({ kind: event.target.value as Kind, when: '' })}>
          {Object.entries(kinds).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </select></label>
      <label className="field grow"><span>{hints[form.kind]}</span>
        <input className="mono" aria-label="When" value={form.when} required maxLength={200} spellCheck={false}
          onChange={event => set({ when: event.target.value })} /></label>
      {form.kind === 'cron' && (
        <label className="field"><span>Time zone</span>
          <input value={form.zone} maxLength={100} size={16} onChange={event => set({ zone: event.target.value })} />
        </label>
      )}
    </div>
  );
}

/** The value of a moment ago, once it does not change any more. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 300);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
