import { Icon, type IconName } from './Icon';
import './status.css';

const icons: Readonly<Record<string, IconName>> = {
  pending: 'wait', running: 'work', completed: 'check', failed: 'cross', cancelled: 'stop', skipped: 'skip',
  paused: 'pause', up: 'check', down: 'cross', alive: 'check', silent: 'cross', active: 'check', open: 'wait',
  done: 'check', not_found: 'cross', draining: 'skip', drained: 'pause', ended: 'stop',
};

/** A status in colour, by its shape and by its word. */
export function Status({ status, text }: { readonly status: string; readonly text?: string }) {
  return (
    <span className="status" data-status={status}><Icon name={icons[status] ?? 'wait'} />{text ?? status}</span>
  );
}
