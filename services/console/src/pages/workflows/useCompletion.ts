import { useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { completionAt, type Completion } from './completion';

export interface Completing {
  readonly completion: Completion | null;
  readonly active: number;
  /** Looks again after something was written. */
  readonly written: (text: string) => void;
  /** Takes the keys that choose; true when it did. */
  readonly keyed: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly choose: (index: number) => void;
  readonly close: () => void;
}

/** Offers words while one writes, and at Ctrl+Space; arrows and Enter choose, Escape declines. */
export function useCompletion(
  area: RefObject<HTMLTextAreaElement | null>, agents: readonly string[], onChange: (value: string) => void,
): Completing {
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [active, setActive] = useState(0);
  const show = (next: Completion | null) => {
    setCompletion(next);
    setActive(0);
  };
  const close = () => show(null);
  const written = (text: string) => {
    const next = completionAt(text, area.current?.selectionStart ?? text.length, agents);
    show(next && next.word !== '' ? next : null);
  };
  const choose = (index: number) => {
    const choice = completion?.choices[index];
    if (!completion || !choice || !area.current) return;
    const { value } = area.current;
    const isFollowed = value.slice(completion.to).startsWith(':');
    const insert = isFollowed ? choice.text : choice.insert;
    // At once: what is typed next must find the caret there.
    flushSync(() => onChange(value.slice(0, completion.from) + insert + value.slice(completion.to)));
    const caret = completion.from + insert.length;
    area.current.setSelectionRange(caret, caret);
    close();
  };
  const keyed = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (event.key === ' ' && event.ctrlKey) {
      const { value, selectionStart } = event.currentTarget;
      show(completionAt(value, selectionStart, agents));
      return taken(event);
    }
    if (!completion || event.nativeEvent.isComposing) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      setActive((active + by + completion.choices.length) % completion.choices.length);
      return taken(event);
    }
    if (event.key === 'Enter') {
      choose(active);
      return taken(event);
    }
    if (event.key === 'Escape') {
      close();
      return taken(event);
    }
    if (['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) close();
    return false;
  };
  return { completion, active, written, keyed, choose, close };
}

function taken(event: KeyboardEvent): true {
  event.preventDefault();
  return true;
}
