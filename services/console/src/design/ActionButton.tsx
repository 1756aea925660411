import { useState } from 'react';
import { Problem } from '../api/problem';

interface ActionButtonProps {
  readonly name: string;
  /** Does it. @throws Problem when it is refused. */
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
  /** Why it cannot be done now; null when it can. */
  readonly refusal?: string | null;
  readonly kind?: 'danger' | 'primary';
}

/** A button that calls the API, and says what the API refused. */
export function ActionButton({ name, act, onDone, refusal = null, kind }: ActionButtonProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const click = async () => {
    if (isBusy || refusal !== null) return;
    setIsBusy(true);
    setProblem(null);
    try {
      await act();
      onDone();
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
    }
    setIsBusy(false);
  };
  return (
    <>
      <button type="button" className={kind} aria-disabled={isBusy || refusal !== null} title={refusal ?? undefined}
        aria-description={refusal ?? undefined} onClick={() => void click()}>{name}</button>
      {problem && <span role="alert" className="refused" title={problem.detail}>{problem.title}</span>}
    </>
  );
}
