import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';

export type JumpEdgeType = Edge<{
  /** How far to the right of its task it runs. Pixels. */
  readonly out: number;
}, 'jump'>;

const round = 5;

/** Goes past other tasks: out to the right, along them, and back; its name stands beside it. */
export function JumpEdge({ sourceX, sourceY, targetX, targetY, data, label, markerEnd }: EdgeProps<JumpEdgeType>) {
  const x = sourceX + (data?.out ?? 0);
  const down = targetY > sourceY ? round : -round;
  const path = `M${sourceX},${sourceY} H${x - round} Q${x},${sourceY} ${x},${sourceY + down} `
    + `V${targetY - down} Q${x},${targetY} ${x - round},${targetY} H${targetX}`;
  return (
    <>
      <BaseEdge path={path} {...(markerEnd && { markerEnd })} />
      {label && <text className="jump-label" x={x + 6} y={sourceY + 14}>{label}</text>}
    </>
  );
}
