import { Link } from '../../app/router';
import { refusalsOf, type Verdict } from './checks';

const linksMax = 5;

/** Why runs stay with their version, and which. */
export function RefusalList({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const groups = refusalsOf(verdicts);
  if (groups.length === 0) return null;
  return (
    <ul className="refusals" aria-label="Why some stay">
      {groups.map(({ problem, ids }) => (
        <li key={ids[0]}>
          <strong>{ids.length > 1 && `${ids.length} runs: `}{problem.title}</strong>
          <div className="soft">{problem.detail}</div>
          {ids.slice(0, linksMax).map(id => (
            <Link key={id} to={`/runs/${id}`} title={id}><code>…{id.slice(-8)}</code></Link>
          ))}
          {ids.length > linksMax && <span className="soft">and {ids.length - linksMax} more</span>}
        </li>
      ))}
    </ul>
  );
}
