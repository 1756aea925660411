import { useAction } from '../api/action';

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
  const { isBusy, problem, run } = useAction();
  const click = () => {
    if (refusal === null) void run(async () => { await act(); onDone(); });
  };
  return (
    <>
      <button type="button" className={kind} aria-disabled={isBusy || refusal !== null} title={refusal ?? undefined}
        aria-description={refusal ?? undefined} onClick={click}>{name}</button>
      {problem && <span role="alert" className="refused" title={problem.detail}>{problem.title}</span>}
    </>
  );
}
