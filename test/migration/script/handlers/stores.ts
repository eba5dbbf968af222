// Not a wrapper: one call of each service, for the test of the services themselves.
import { BedrockAgentCoreClient, InvokeHarnessCommand } from '@aws-sdk/client-bedrock-agentcore';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const s3 = new S3Client({});
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const models = new BedrockRuntimeClient({});
const agents = new BedrockAgentCoreClient({});

async function say(text: string, session: string) {
  const { stream } = await agents.send(
    new InvokeHarnessCommand({
      harnessArn: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:harness/helper-Ab12Cd34Ef',
      runtimeSessionId: session,
      messages: [{ role: 'user', content: [{ text }] }],
    }),
  );
  let answer = '';
  for await (const event of stream!) answer += event.contentBlockDelta?.delta?.text ?? '';
  return answer;
}

export const handler = async ({ does, ...event }: any) => {
  if (does === 'harness') return say(event.text, event.session);
  if (does === 'converse')
    return models.send(new ConverseCommand({ modelId: 'arn:aws:bedrock:::a/b', messages: event.messages }));
  const key = { id: event.id };
  const found = await s3.send(new GetObjectCommand({ Bucket: 'docs', Key: `in/${event.id}.txt` }));
  const text = await found.Body!.transformToString();
  await s3.send(new PutObjectCommand({ Bucket: 'docs', Key: 'out/ä b.txt', Body: text.toUpperCase() }));
  await table.send(new PutCommand({ TableName: 'Jobs', Item: { ...key, size: text.length, tags: ['a'] } }));
  await table.send(
    new UpdateCommand({
      TableName: 'Jobs',
      Key: key,
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': 'done' },
    }),
  );
  return (await table.send(new GetCommand({ TableName: 'Jobs', Key: key }))).Item;
};
