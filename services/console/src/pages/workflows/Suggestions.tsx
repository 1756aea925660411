import type { Completion } from './completion';

interface SuggestionsProps {
  readonly id: string;
  readonly completion: Completion;
  readonly active: number;
  /** Place of the word, in characters to the right and lines down. */
  readonly at: { readonly column: number; readonly line: number };
  readonly scroll: { readonly left: number; readonly top: number };
  /** Whether the list stands above the word, since there is little room below. */
  readonly isAbove: boolean;
  readonly onChoose: (index: number) => void;
}

/** The words that may stand at the caret, below it. */
export function Suggestions({ id, completion, active, at, scroll, isAbove, onChoose }: SuggestionsProps) {
  const style = {
    left: `calc(min(${at.column}ch + 4rem, 100% - 12rem) - ${scroll.left}px)`,
    top: `calc(${at.line + (isAbove ? 0 : 1)} * 1.5em + ${isAbove ? 0.4 : 0.7}rem - ${scroll.top}px)`,
    ...(isAbove && { transform: 'translateY(-100%)' }),
  };
  return (
    <ul className="suggestions" id={id} role="listbox" aria-label="Words that fit" style={style}>
      {completion.choices.map((choice, index) => (
        <li key={choice.text} id={`${id}-${index}`} role="option" aria-selected={index === active}
          onMouseDown={event => { event.preventDefault(); onChoose(index); }}>
          <b>{choice.text.slice(0, completion.word.length)}</b>{choice.text.slice(completion.word.length)}
        </li>
      ))}
    </ul>
  );
}
