import './live.css';
import type { StreamStatus } from '../api/stream';

const words: Record<StreamStatus, string> = {
  connecting: 'Connecting', live: 'Live', waiting: 'Coming back', ended: 'Not live',
};

/** Whether what is shown follows what happens. */
export function LiveMark({ status }: { readonly status: StreamStatus }) {
  return <span className={`live live-${status}`} role="status">{words[status]}</span>;
}
