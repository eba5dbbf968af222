/** Stands for the clients of models, S3 and DynamoDB: records what is sent, and answers with what the test wants. */
'use strict';

const REQUESTS = [];
const state = { reply: {}, objects: {}, items: {} };
const RETRIED = [
  'ThrottlingException',
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelNotReadyException',
];

const ANSWERS = {
  get_object: ({ Key }) => {
    if (!Object.hasOwn(state.objects, Key)) throw Object.assign(new Error(Key), { name: 'NoSuchKey' });
    return { Body: { transformToString: async () => state.objects[Key] } };
  },
  put_object: () => ({ ETag: 'e' }),
  put_item: () => ({}),
  get_item: ({ Key }) => ({ Item: state.items[JSON.stringify(Key)] }),
};

class Client {
  async send({ operation, input }) {
    const parameters = JSON.parse(JSON.stringify(input));
    if (operation === 'invoke_model')
      parameters.body = JSON.parse(typeof input.body === 'string' ? input.body : new TextDecoder().decode(input.body));
    const answer = ANSWERS[operation];
    const failure = answer === undefined ? state.reply.$error : undefined;
    for (let i = 0; i < (RETRIED.includes(failure) ? 3 : 1); i++) REQUESTS.push({ operation, parameters });
    if (answer !== undefined) return answer(input);
    if (failure !== undefined) throw Object.assign(new Error(failure), { name: failure });
    const reply = JSON.parse(JSON.stringify(state.reply));
    if (operation !== 'invoke_model') return { $metadata: { requestId: 'r' }, ...reply };
    const body = new TextEncoder().encode(JSON.stringify(reply));
    body.transformToString = () => JSON.stringify(reply);
    return { $metadata: {}, body, contentType: 'application/json' };
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
  S3Client: Client,
  DynamoDBClient: Client,
  DynamoDBDocumentClient: { from: (client) => client },
  InvokeModelCommand: command('invoke_model'),
  ConverseCommand: command('converse'),
  RetrieveCommand: command('retrieve'),
  RetrieveAndGenerateCommand: command('retrieve_and_generate'),
  GetObjectCommand: command('get_object'),
  PutObjectCommand: command('put_object'),
  PutCommand: command('put_item'),
  GetCommand: command('get_item'),
};
