import { Background, Controls, MarkerType, ReactFlow, type Edge } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import './graph.css';
import { JumpEdge } from './JumpEdge';
import { draw, type Drawing } from './layout';
import type { Progress } from './progress';
import { TaskNode, type TaskNodeType } from './TaskNode';
import { tasksOf } from './tasks';

const nodeTypes = { task: TaskNode };
const edgeTypes = { jump: JumpEdge };
const none: ReadonlyMap<string, Progress> = new Map();

interface GraphProps {
  /** A definition's document. */
  readonly document: unknown;
  readonly progress?: ReadonlyMap<string, Progress>;
  readonly onOpen?: (path: string) => void;
}

/** A definition as a graph, with what became of each task in a run. */
export function Graph({ document, progress = none, onOpen }: GraphProps) {
  const drawing = useMemo(() => draw({ tasks: tasksOf(document), isParallel: false, title: '' }), [document]);
  const nodes = useMemo(() => nodesOf(drawing, progress), [drawing, progress]);
  const edges = useMemo(() => edgesOf(drawing, progress), [drawing, progress]);
  return (
    <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} fitView minZoom={0.1}
      maxZoom={1.6} fitViewOptions={{ maxZoom: 1, padding: { x: '9%', y: '3%' } }} nodesDraggable={false}
      nodesConnectable={false} edgesFocusable={false} deleteKeyCode={null} proOptions={{ hideAttribution: true }}
      onNodeClick={(_, node) => onOpen?.(node.id)}
      onKeyDown={event => {
        const id = (event.target as HTMLElement).dataset['id'];
        if (event.key === 'Enter' && id) onOpen?.(id);
      }}>
      <Background gap={22} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}

function nodesOf(drawing: Drawing, progress: ReadonlyMap<string, Progress>): TaskNodeType[] {
  return drawing.placed.map(one => {
    const own = progress.get(one.task.path);
    return {
      id: one.task.path, type: 'task', position: { x: one.x, y: one.y }, width: one.width, height: one.height,
      data: { task: one.task, progress: own },
      ariaLabel: `${one.task.name}, ${one.task.kind} ${one.task.about}: ${own?.status ?? 'not reached'}`,
      ...(one.parent !== null && { parentId: one.parent }),
    };
  });
}

function edgesOf(drawing: Drawing, progress: ReadonlyMap<string, Progress>): Edge[] {
  return drawing.ways.map((way, index) => {
    const from = progress.get(way.from);
    const times = way.label ? from?.cases.get(way.label) ?? 0 : 0;
    const isTaken = way.label ? times > 0 : from !== undefined && progress.has(way.to);
    return {
      id: `${index} ${way.from}`, source: way.from, target: way.to, type: way.isJump ? 'jump' : 'smoothstep',
      sourceHandle: way.isJump ? 'jump-out' : 'out', targetHandle: way.isJump ? 'jump-in' : 'in',
      label: times > 1 ? `${way.label} × ${times}` : way.label, className: isTaken ? 'taken' : '',
      data: { out: way.out },
      markerEnd: { type: MarkerType.ArrowClosed, color: 'context-stroke' },
    };
  });
}
