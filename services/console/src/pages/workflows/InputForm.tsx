import type { InputField } from './inputFields';
import { draftAsForm, draftAsJson, type InputDraft } from './inputFields';

interface InputFormProps {
  /** Of the input's schema; null when it names none. */
  readonly fields: readonly InputField[] | null;
  readonly draft: InputDraft;
  readonly onChange: (draft: InputDraft) => void;
}

/** Asks for an input: by a field for each member of its schema, or as JSON. */
export function InputForm({ fields, draft, onChange }: InputFormProps) {
  const isForm = fields !== null && draft.kind === 'form';
  return (
    <>
      {fields && (
        <div className="chips" role="group" aria-label="How the input is given">
          <button type="button" className="chip" aria-pressed={isForm}
            onClick={() => { if (!isForm) onChange(draftAsForm(fields, draft)); }}>Form</button>
          <button type="button" className="chip" aria-pressed={!isForm}
            onClick={() => { if (isForm) onChange(draftAsJson(fields, draft)); }}>JSON</button>
        </div>
      )}
      {isForm ? fields.map(field => (
        <Field key={field.name} field={field} value={draft.values[field.name] ?? field.initial}
          onChange={value => onChange({ ...draft, values: { ...draft.values, [field.name]: value } })} />
      )) : (
        <label className="field">
          <span>Input, as JSON</span>
          <textarea className="mono" rows={8} spellCheck={false} value={draft.json}
            onChange={event => onChange({ ...draft, json: event.target.value })} />
        </label>
      )}
    </>
  );
}

function Field({ field, value, onChange }: {
  readonly field: InputField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const common = { value, required: field.isRequired, 'aria-description': field.description };
  return (
    <label className="field">
      <span>{field.name}{field.isRequired && ' *'} <em>{field.description}</em></span>
      {field.choices ? (
        <select {...common} onChange={event => onChange(event.target.value)}>
          {(!field.isRequired || value === '') && <option value="" />}
          {field.choices.map(choice => <option key={choice}>{choice}</option>)}
        </select>
      ) : field.kind === 'json' ? (
        <textarea {...common} className="mono" rows={4} spellCheck={false} placeholder="JSON"
          onChange={event => onChange(event.target.value)} />
      ) : (
        <input {...common} type={field.kind === 'string' ? 'text' : 'number'}
          step={field.kind === 'integer' ? 1 : 'any'} onChange={event => onChange(event.target.value)} />
      )}
    </label>
  );
}
