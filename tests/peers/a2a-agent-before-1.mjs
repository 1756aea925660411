// The agent of the tests on the SDK of A2A 0.3.
import express from 'express';
import { randomUUID } from 'node:crypto';
import { DefaultRequestHandler, InMemoryTaskStore } from 'a2a-sdk-before-1/server';
import { agentCardHandler, jsonRpcHandler, UserBuilder } from 'a2a-sdk-before-1/server/express';
import { act, cancel, listening } from './a2a-acts.mjs';

const { PORT, PUBLIC_URL, STREAMING } = process.env;
const card = {
  name: 'Test agent',
  description: 'Does what a message says.',
  protocolVersion: '0.3.0',
  version: '1.0.0',
  url: `${PUBLIC_URL}/rpc`,
  preferredTransport: 'JSONRPC',
  capabilities: { streaming: STREAMING !== 'false' },
  defaultInputModes: ['application/json', 'text/plain'],
  defaultOutputModes: ['application/json', 'text/plain'],
  skills: [{ id: 'all', name: 'All', description: 'Everything', tags: [] }],
};

const partOf = (part) => ({ kind: part.text === undefined ? 'data' : 'text', ...part });
const messageOf = (ids, text) => ({
  kind: 'message', role: 'agent', messageId: randomUUID(), parts: [{ kind: 'text', text }], ...ids,
});

const executor = {
  async execute(context, bus) {
    const { taskId, contextId, userMessage } = context;
    const ids = { taskId, contextId };
    const [part] = userMessage.parts;
    await act({ ...ids, messageId: userMessage.messageId, text: part.text, data: part.data }, {
      task: (state) => bus.publish({ kind: 'task', id: taskId, contextId, status: { state }, history: [userMessage] }),
      status: (state, text) => bus.publish({
        kind: 'status-update', ...ids, final: true,
        status: { state, ...(text ? { message: messageOf(ids, text) } : {}) },
      }),
      artifact: (name, parts) => bus.publish({
        kind: 'artifact-update', ...ids, artifact: { artifactId: name, name, parts: parts.map(partOf) },
      }),
      message: (text) => bus.publish(messageOf({ contextId }, text)),
    });
    bus.finished();
  },
  async cancelTask(taskId) {
    cancel(taskId);
  },
};

const handler = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
const app = express();
app.use('/.well-known/agent-card.json', agentCardHandler({ agentCardProvider: handler }));
app.use('/rpc', jsonRpcHandler({ requestHandler: handler, userBuilder: UserBuilder.noAuthentication }));
app.listen(Number(PORT), '127.0.0.1', () => listening(PORT));
