import type { ReactNode } from 'react';
import type { Problem } from '../api/problem';
import './notice.css';

interface NoticeProps {
  readonly kind: 'empty' | 'error' | 'info';
  readonly title: string;
  readonly children?: ReactNode;
}

/** Says that there is nothing, or what went wrong, in place of what would be there. */
export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <strong>{title}</strong>
      {children && <div className="soft">{children}</div>}
    </div>
  );
}

export function ProblemNotice({ problem }: { readonly problem: Problem }) {
  return <Notice kind="error" title={problem.title}>{problem.detail}</Notice>;
}

export function Loading() {
  return <div className="loading" role="status">Loading …</div>;
}
