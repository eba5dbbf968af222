/** Stands for the clients of the SDK: records what is sent, and answers with what the test wants. */
'use strict';

const REQUESTS = [];
const state = { reply: {} };
const RETRIED = [
  'ThrottlingException',
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelNotReadyException',
];

class Client {
  constructor(settings = {}) {
    this.attempts = settings.maxAttempts ?? 3;
  }

  async send(command) {
    const parameters = JSON.parse(JSON.stringify(command.input));
    if (command.operation === 'invoke_model') parameters.body = JSON.parse(command.input.body);
    const failure = state.reply.$error;
    for (let i = 0; i < (RETRIED.includes(failure) ? this.attempts : 1); i++)
      REQUESTS.push({ operation: command.operation, parameters });
    if (failure !== undefined) throw Object.assign(new Error(failure), { name: failure });
    const reply = JSON.parse(JSON.stringify(state.reply));
    if (command.operation !== 'invoke_model') return reply;
    const body = new TextEncoder().encode(JSON.stringify(reply));
    body.transformToString = () => JSON.stringify(reply);
    return { body, contentType: 'application/json' };
  }
}

function command(operation) {
  return class {
    constructor(input) {
      this.input = input;
      this.operation = operation;
    }
  };
}

module.exports = {
  REQUESTS,
  state,
  BedrockRuntimeClient: Client,
  BedrockAgentRuntimeClient: Client,
  InvokeModelCommand: command('invoke_model'),
  ConverseCommand: command('converse'),
  RetrieveCommand: command('retrieve'),
  RetrieveAndGenerateCommand: command('retrieve_and_generate'),
};
