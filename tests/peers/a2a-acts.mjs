// What the agent of the tests does, whatever version of the A2A SDK carries it. A message's data says what: echo, hold,
// mute, ask, refuse, fail; a message of text is answered with a message.
// It writes a line for everything that reaches it; the line "release" on its standard input lets go what it holds.
import { createInterface } from 'node:readline';

const held = new Map(); // by task: lets it go on
const say = (line) => process.stdout.write(`${line}\n`);
const lines = createInterface({ input: process.stdin });

lines.on('line', (line) => {
  if (line === 'release') held.forEach((release) => release('released'));
});

/** Resolves to what let it go. */
const hold = (taskId) => new Promise((resolve) => held.set(taskId, resolve));

/**
 * @param message { taskId, contextId, messageId, text, data }
 * @param out task(state), status(state, text), artifact(name, parts), message(text)
 */
export async function act(message, out) {
  const { taskId, contextId, messageId, text, data } = message;
  say(`message ${messageId} in ${contextId}: ${data?.do ?? 'text'}`);
  if (text !== undefined) {
    out.message(text.toUpperCase());
    return;
  }

  if (data.do === 'mute') await hold(taskId);
  out.task('working');
  switch (data.do) {
    case 'hold':
      say(`working on ${messageId}`);
      if ((await hold(taskId)) === 'cancelled') {
        out.status('canceled');
        return;
      }

      out.artifact('held', [{ data: { released: messageId } }]);
      break;
    case 'ask':
      out.status('input-required', 'Which colour?');
      await hold(taskId);
      out.status('canceled');
      return;
    case 'refuse':
      out.status('rejected', 'Not on a Sunday.');
      return;
    case 'fail':
      out.status('failed', 'The disk is full.');
      return;
    case 'files':
      out.artifact('text', [{ text: 'one ' }, { text: 'two' }]);
      out.artifact('json', [{ text: '{"a": 1}' }]);
      break;
    default:
      out.artifact('echo', [{ text: 'Here it is.' }, { data: { said: data.say, messageId, contextId } }]);
  }

  out.status('completed');
}

/** Lets the task know that it was cancelled. */
export function cancel(taskId) {
  say(`cancel ${taskId}`);
  held.get(taskId)?.('cancelled');
}

export function listening(port) {
  say(`listening on ${port}`);
}
