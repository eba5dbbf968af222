import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const doc = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const bedrock = new BedrockRuntimeClient({});

export const handler = async ({ id, question }: { id: string; question: string }) => {
  const reply = await bedrock.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: question }] }],
    }),
  );
  await doc.send(new PutCommand({ TableName: 'log', Item: { id, answer: reply.output?.message?.content?.[0]?.text } }));
  return { id };
};
