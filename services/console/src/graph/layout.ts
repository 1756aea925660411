import type { Task, TaskList } from './tasks';

/** A task with its place inside what holds it. Pixels. */
export interface Placed {
  readonly task: Task;
  readonly parent: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From one task to the next, or to another. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Name of the case of a switch. */
  readonly label: string;
  /** Whether it goes past tasks in between. */
  readonly isJump: boolean;
  /** How far to the right of its task it goes then. Pixels. */
  readonly out: number;
}

export interface Drawing {
  readonly placed: readonly Placed[];
  readonly ways: readonly Way[];
  readonly width: number;
  readonly height: number;
}

const leaf = { width: 196, height: 56 };
const head = 58;
const pad = 16;
const gap = { down: 34, across: 24 };
/** Between ways that jump side by side, without their names, which stand between them. */
const laneGap = 16;
const letter = 6;

/** Places tasks from top to bottom, what is inside others within them, branches side by side. */
export function draw(list: TaskList, parent: string | null = null): Drawing {
  const drawn = list.tasks.map(task => boxOf(task));
  const across = list.isParallel;
  const content = across
    ? sum(drawn.map(box => box.width)) + gap.across * Math.max(0, drawn.length - 1)
    : Math.max(leaf.width, ...drawn.map(box => box.width));
  const margins = drawn.map(box => (content - box.width) / 2);
  const { ways, room } = inLanes(across ? [] : waysOf(list.tasks), list.tasks, margins);
  const placed: Placed[] = [];
  let along = 0;
  for (const box of drawn) {
    const [x, y] = across ? [along, 0] : [(content - box.width) / 2, along];
    placed.push({ task: box.task, parent, x, y, width: box.width, height: box.height }, ...box.inside);
    along += across ? box.width + gap.across : box.height + gap.down;
  }
  const height = across ? Math.max(0, ...drawn.map(box => box.height)) : Math.max(0, along - gap.down);
  return { placed, ways: [...ways, ...drawn.flatMap(box => box.ways)], width: content + room, height };
}

/** Gives ways that jump past the same tasks lanes of their own beside the list, the shortest the innermost.
 *  @param margins From each task to the right edge of the widest. */
function inLanes(
  ways: readonly Way[], tasks: readonly Task[], margins: readonly number[],
): { readonly ways: readonly Way[]; readonly room: number } {
  const places = new Map(tasks.map((task, index) => [task.path, index] as const));
  const jumps = ways.filter(way => way.isJump).map(way => {
    const ends = [places.get(way.from)!, places.get(way.to)!];
    return { way, first: Math.min(...ends), last: Math.max(...ends) };
  }).sort((a, b) => (a.last - a.first) - (b.last - b.first));
  const lanes: (typeof jumps)[] = [];
  for (const jump of jumps) {
    const free = lanes.find(taken => taken.every(({ first, last }) => last < jump.first || first > jump.last));
    if (free) free.push(jump);
    else lanes.push([jump]);
  }
  const outs = new Map<Way, number>();
  let room = lanes.length > 0 ? laneGap : 0;
  for (const taken of lanes) {
    for (const { way } of taken) outs.set(way, margins[places.get(way.from)!]! + room);
    room += laneGap + Math.max(...taken.map(({ way }) => labelWidth(way.label)));
  }
  return { ways: ways.map(way => ({ ...way, out: outs.get(way) ?? 0 })), room };
}

const labelWidth = (label: string) => (label === '' ? 0 : (label + ' × 99').length * letter);

/** A task with everything in it. */
function boxOf(task: Task) {
  let [width, y] = [leaf.width, head];
  const inside: Placed[] = [];
  const ways: Way[] = [];
  for (const list of task.lists.filter(one => one.tasks.length > 0)) {
    const drawing = draw(list, task.path);
    for (const one of drawing.placed) {
      inside.push(one.parent === task.path ? { ...one, x: one.x + pad, y: one.y + y } : one);
    }
    ways.push(...drawing.ways);
    width = Math.max(width, drawing.width + 2 * pad);
    y += drawing.height + pad;
  }
  return { task, inside, ways, width, height: inside.length > 0 ? y : leaf.height };
}

function waysOf(tasks: readonly Task[]): readonly Way[] {
  return tasks.flatMap((task, index) => {
    const next = tasks[index + 1];
    const way = (then: string, label: string): readonly Way[] => {
      const to = then === '' ? next : tasks.find(one => one.name === then);
      return to === undefined ? [] : [{ from: task.path, to: to.path, label, isJump: to !== next, out: 0 }];
    };
    if (task.kind === 'raise') return [];
    return task.cases.length > 0 ? task.cases.flatMap(one => way(one.then, one.name)) : way(task.then, '');
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
