import { useState } from 'react';
import { Icon } from './Icon';

/** Puts a text into the clipboard. */
export function CopyButton({ text, name = 'Copy' }: { readonly text: string; readonly name?: string }) {
  const [isDone, setIsDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsDone(true);
    setTimeout(() => setIsDone(false), 1_500);
  };
  return (
    <button type="button" className="quiet copy" onClick={() => void copy()} title={name}>
      <Icon name={isDone ? 'check' : 'copy'} /><span className="hidden">{isDone ? 'Copied' : name}</span>
    </button>
  );
}
