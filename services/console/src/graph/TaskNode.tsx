import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { Icon, type IconName } from '../design/Icon';
import type { Progress } from './progress';
import type { Task } from './tasks';

export type TaskNodeType = Node<{ readonly task: Task; readonly progress: Progress | undefined }, 'task'>;

const icons: Readonly<Record<string, IconName>> = {
  running: 'work', completed: 'check', failed: 'cross', cancelled: 'stop', skipped: 'skip',
};

/** A task of the graph: what it is, and what became of it. */
export function TaskNode({ data: { task, progress } }: NodeProps<TaskNodeType>) {
  return (
    <div className="task" data-status={progress?.status} data-holds={task.lists.length > 0}>
      <Handle type="target" position={Position.Top} id="in" isConnectable={false} />
      <Handle type="target" position={Position.Right} id="jump-in" isConnectable={false} />
      <div className="task-head">
        {progress && <Icon name={icons[progress.status] ?? 'wait'} />}
        <strong className="grow ellipsis">{task.name}</strong>
        {progress && progress.total > 1 && <span className="task-count">{countOf(progress)}</span>}
      </div>
      <div className="task-about ellipsis">{task.kind}{task.about && ` ${task.about}`}</div>
      <Handle type="source" position={Position.Bottom} id="out" isConnectable={false} />
      <Handle type="source" position={Position.Right} id="jump-out" isConnectable={false} />
    </div>
  );
}

function countOf(progress: Progress): string {
  const failed = progress.failed > 0 ? `, ${progress.failed} failed` : '';
  return progress.running > 0 ? `${progress.done}/${progress.total}${failed}` : `${progress.done}${failed}`;
}
