import { Icon } from '../../../design/Icon';
import { JsonView } from '../../../design/JsonView';
import { newAnswer, type Answer, type Given } from './results';

interface GivenResultsProps {
  readonly given: readonly Given[];
  readonly onChange: (given: readonly Given[]) => void;
}

/** What agents, tools, child workflows and events are to bring: for each task that asked, its answers. */
export function GivenResults({ given, onChange }: GivenResultsProps) {
  const change = (path: string, answers: readonly Answer[]) => onChange(answers.length === 0
    ? given.filter(one => one.path !== path)
    : given.map(one => (one.path === path ? { ...one, answers } : one)));
  return given.map(one => (
    <fieldset key={one.path} className="given">
      <legend>{one.name}</legend>
      <code className="soft">{one.path}</code>
      <details>
        <summary>What it would send</summary>
        <JsonView title={`Sent by ${one.name}`} value={one.sends} />
      </details>
      {one.answers.map((answer, index) => (
        <AnswerField key={index} name={nameOf(one, index)} answer={answer}
          onChange={next => change(one.path, one.answers.map((old, at) => (at === index ? next : old)))}
          onRemove={() => change(one.path, one.answers.filter((_, at) => at !== index))} />
      ))}
      <div className="row wrap small">
        <span className="soft grow">
          {one.answers.length === 1 ? 'For every attempt and turn.' : 'For one attempt or turn after the other.'}
        </span>
        <button type="button" className="link"
          onClick={() => change(one.path, [...one.answers, newAnswer])}>Another for the next</button>
      </div>
    </fieldset>
  ));
}

const nameOf = (one: Given, index: number) =>
  (one.answers.length === 1 ? `Result of ${one.name}` : `Result ${index + 1} of ${one.name}`);

function AnswerField({ name, answer, onChange, onRemove }: {
  readonly name: string;
  readonly answer: Answer;
  readonly onChange: (answer: Answer) => void;
  readonly onRemove: () => void;
}) {
  const text = answer[answer.kind];
  return (
    <div className="given-answer">
      <div className="row">
        <select aria-label={`${name}: what it is`} value={answer.kind}
          onChange={event => onChange({ ...answer, kind: event.target.value as Answer['kind'] })}>
          <option value="output">answers</option>
          <option value="error">fails with</option>
        </select>
        <span className="grow" />
        <button type="button" className="quiet" onClick={onRemove}>
          <Icon name="cross" /><span className="hidden">Remove: {name}</span>
        </button>
      </div>
      <textarea className="mono" rows={Math.min(8, text.split('\n').length + 1)} spellCheck={false} aria-label={name}
        value={text} onChange={event => onChange({ ...answer, [answer.kind]: event.target.value })} />
    </div>
  );
}
