import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { Suggestions } from './Suggestions';
import { useCompletion } from './useCompletion';

/** Something wrong at a place of a text. */
export interface CodeError {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  readonly expected: string;
}

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  readonly errors: readonly CodeError[];
  /** Names that a task may call. */
  readonly agents: readonly string[];
  readonly onChange: (value: string) => void;
}

/** A text with numbered lines, of which those with errors are marked; each error leads to its place. */
export function CodeArea({ label, value, errors, agents, onChange }: CodeAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  const list = useId();
  const hint = useId();
  const completing = useCompletion(area, agents, onChange);
  const { completion } = completing;
  const lines = value.split('\n');
  const wrong = new Map(errors.map(error => [error.line, error.message]));
  const goTo = (error: CodeError) => {
    const start = lines.slice(0, error.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[error.line - 1]?.length ?? 0) - error.column + 1);
  };
  return (
    <div className="code column">
      <div className="code-box" data-wrong={errors.length > 0}>
        <div className="code-gutter" ref={gutter} aria-hidden="true">
          {lines.map((_, index) => (
            <div key={index} data-wrong={wrong.has(index + 1)} title={wrong.get(index + 1)}>{index + 1}</div>
          ))}
        </div>
        <textarea ref={area} aria-label={label} aria-invalid={errors.length > 0} value={value} spellCheck={false}
          wrap="off" autoCapitalize="off" aria-autocomplete="list" aria-describedby={hint}
          aria-controls={completion ? list : undefined}
          aria-activedescendant={completion ? `${list}-${completing.active}` : undefined}
          onChange={event => {
            onChange(event.target.value);
            completing.written(event.target.value);
          }}
          onBlur={completing.close} onMouseDown={completing.close}
          onKeyDown={event => { if (!completing.keyed(event)) indent(event, onChange); }}
          onScroll={event => {
            const { scrollLeft, scrollTop } = event.currentTarget;
            gutter.current!.scrollTop = scrollTop;
            setScroll({ left: scrollLeft, top: scrollTop });
          }} />
      </div>
      {completion && (
        <Suggestions id={list} completion={completion} active={completing.active} at={placeOf(value, completion.from)}
          scroll={scroll} isAbove={isLow(area.current, value, completion.from)} onChoose={completing.choose} />
      )}
      <p className="soft small code-hint" id={hint}>
        Words that fit are offered while you write, and at Ctrl+Space: arrows and Enter choose, Escape declines.
      </p>
      <ul className="code-errors" aria-label="What is wrong">
        {errors.map((error, index) => (
          <li key={index}>
            <button type="button" className="link" onClick={() => goTo(error)}>
              line {error.line}, column {error.column}
            </button>: {error.message}
            {error.expected && <div className="soft small">Expected: {error.expected.replaceAll('`', '')}</div>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function placeOf(text: string, offset: number): { readonly column: number; readonly line: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, column: before.at(-1)!.length };
}

/** Whether a place of the text is seen in the lower half of the area. */
function isLow(area: HTMLTextAreaElement | null, text: string, offset: number): boolean {
  if (area === null) return false;
  const top = placeOf(text, offset).line * parseFloat(getComputedStyle(area).lineHeight) - area.scrollTop;
  return top > area.clientHeight / 2;
}

/** Enter goes on at the indentation of its line. Tab is left alone, since it leads out by the keyboard. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (value: string) => void): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
  const blanks = /^ */.exec(line)![0] + (line.trimEnd().endsWith(':') ? '  ' : '');
  if (blanks === '') return;
  event.preventDefault();
  const area = event.currentTarget;
  const at = selectionStart + 1 + blanks.length;
  flushSync(() => onChange(`${value.slice(0, selectionStart)}\n${blanks}${value.slice(selectionEnd)}`));
  area.setSelectionRange(at, at);
}
