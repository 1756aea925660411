// The agent of the tests on the SDK of A2A 1.0.
import express from 'express';
import { randomUUID } from 'node:crypto';
import { Role, TaskState } from '@a2a-js/sdk';
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from '@a2a-js/sdk/server';
import { agentCardHandler, jsonRpcHandler, UserBuilder } from '@a2a-js/sdk/server/express';
import { act, cancel, listening } from './a2a-acts.mjs';

const { PORT, PUBLIC_URL, STREAMING } = process.env;
const card = {
  name: 'Test agent',
  description: 'Does what a message says.',
  version: '1.0.0',
  supportedInterfaces: [
    { url: `${PUBLIC_URL}/rpc`, protocolBinding: 'JSONRPC', tenant: '', protocolVersion: '1.0' },
  ],
  capabilities: { streaming: STREAMING !== 'false', pushNotifications: false, extensions: [] },
  securitySchemes: {},
  securityRequirements: [],
  defaultInputModes: ['application/json', 'text/plain'],
  defaultOutputModes: ['application/json', 'text/plain'],
  skills: [],
  signatures: [],
};

const stateOf = (state) => TaskState[`TASK_STATE_${state.toUpperCase().replace('-', '_')}`];
const partOf = ({ text, data }) => ({
  content: text === undefined ? { $case: 'data', value: data } : { $case: 'text', value: text },
  metadata: undefined, filename: '', mediaType: '',
});
const messageOf = (ids, text) => ({
  messageId: randomUUID(), taskId: '', role: Role.ROLE_AGENT, parts: [partOf({ text })], metadata: undefined,
  extensions: [], referenceTaskIds: [], ...ids,
});
const statusOf = (ids, state, text) => ({
  state: stateOf(state), message: text ? messageOf(ids, text) : undefined, timestamp: new Date().toISOString(),
});

const executor = {
  async execute(context, bus) {
    const { taskId, contextId, userMessage } = context;
    const ids = { taskId, contextId };
    const { content } = userMessage.parts[0];
    const given = { [content.$case]: content.value };
    await act({ ...ids, messageId: userMessage.messageId, ...given }, {
      task: (state) => bus.publish(AgentEvent.task({
        id: taskId, contextId, status: statusOf(ids, state), artifacts: [], history: [userMessage],
        metadata: undefined,
      })),
      status: (state, text) => bus.publish(AgentEvent.statusUpdate({
        ...ids, status: statusOf(ids, state, text), metadata: undefined,
      })),
      artifact: (name, parts) => bus.publish(AgentEvent.artifactUpdate({
        ...ids, append: false, lastChunk: true, metadata: undefined,
        artifact: {
          artifactId: name, name, description: '', parts: parts.map(partOf), metadata: undefined, extensions: [],
        },
      })),
      message: (text) => bus.publish(AgentEvent.message(messageOf({ contextId }, text))),
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
