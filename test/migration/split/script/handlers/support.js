/* eslint-disable no-console -- handlers log as they do. */
const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, GetCommand, PutCommand } = require('@aws-sdk/lib-dynamodb');

const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bedrock = new BedrockRuntimeClient();

async function ask(messages, system) {
  const input = { modelId: 'amazon.nova-lite-v1:0', messages, inferenceConfig: { maxTokens: 200, temperature: 0.5 } };
  if (system) input.system = [{ text: system }];
  const res = await bedrock.send(new ConverseCommand(input));
  return { text: res.output.message.content[0].text, used: res.usage.totalTokens };
}

exports.handler = async (event, context) => {
  if (!event.question || typeof event.question !== 'string') return { statusCode: 400, body: 'no question' };
  const { Item } = await ddb.send(new GetCommand({ TableName: 'threads', Key: { id: 't1' } }));
  const thread = Item ?? { id: 't1', turns: [] };
  const turns = thread.turns.map((t) => ({
    role: t.who === 'bot' ? 'assistant' : 'user',
    content: [{ text: t.said }],
  }));
  turns.push({ role: 'user', content: [{ text: event.question }] });
  const stamp = new Date(0).toISOString();
  try {
    const answer = await ask(turns, event.system);
    thread.turns.push({ who: 'me', said: event.question }, { who: 'bot', said: answer.text });
    thread.updated = stamp;
    await ddb.send(new PutCommand({ TableName: 'threads', Item: thread }));
    return {
      statusCode: 200,
      body: JSON.stringify({ answer: answer.text, used: answer.used, turns: thread.turns.length }),
    };
  } catch (err) {
    console.error('failed', err.message);
    throw err;
  }
};
