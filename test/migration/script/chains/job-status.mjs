import { DynamoDBClient, UpdateItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

const db = new DynamoDBClient({});
const runtime = new BedrockRuntimeClient({ maxAttempts: 1 });
const Table = 'jobs';

const mark = (job, state) =>
  db.send(
    new UpdateItemCommand({
      TableName: Table,
      Key: { job: { S: job } },
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': { S: state } },
    }),
  );

export async function handler(event) {
  const found = await db.send(new GetItemCommand({ TableName: Table, Key: { job: { S: event.job } } }));
  if (!found.Item) throw new Error('no such job');
  await mark(event.job, 'RUNNING');
  const res = await runtime.send(
    new InvokeModelCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 20,
        messages: [{ role: 'user', content: `Title of ${found.Item.text?.S}` }],
      }),
    }),
  );
  const { content } = JSON.parse(Buffer.from(res.body).toString());
  await mark(event.job, 'DONE');
  return { job: event.job, title: content[0].text };
}
