import { send } from './client';
import { Problem } from './problem';

/** One event of a stream (docs/live.md). */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

export type StreamStatus = 'connecting' | 'live' | 'waiting' | 'ended';

export interface Follower {
  readonly onEvent: (event: StreamEvent) => void;
  readonly onStatus: (status: StreamStatus) => void;
}

const pauseMin = 500;
const pauseMax = 15_000;

/** Follows an event stream until it ends or `signal` says so; comes back by itself where it was cut off. With fetch
 *  instead of EventSource, since that can send no token but in the address. */
export async function follow(address: string, follower: Follower, signal: AbortSignal): Promise<void> {
  let last = '';
  for (let failures = 0; !signal.aborted;) {
    follower.onStatus(failures === 0 ? 'connecting' : 'waiting');
    try {
      const headers = { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) };
      const response = await send(address, { headers, signal, cache: 'no-store' });
      if (response.status === 204 || response.body === null) break;
      follower.onStatus('live');
      failures = 0;
      for await (const event of eventsOf(response.body)) {
        last = event.id || last;
        follower.onEvent(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) break;
    }
    failures++;
    await pause(Math.min(pauseMin * 2 ** (failures - 1), pauseMax), signal);
  }
  if (!signal.aborted) follower.onStatus('ended');
}

/** The events of a body, as they come. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

function eventOf(block: string): StreamEvent | null {
  const fields = { id: '', event: 'message', data: [] as string[] };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const [name, value] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
    if (name === 'data') fields.data.push(value);
    else if (name === 'id' || name === 'event') fields[name] = value;
  }
  return fields.data.length === 0 ? null : { id: fields.id, type: fields.event, data: fields.data.join('\n') };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
