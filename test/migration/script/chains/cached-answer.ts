import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const doc = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bedrock = new BedrockRuntimeClient({});
const TableName = process.env.TABLE ?? 'answers';

interface Ask {
  question: string;
}

export const handler = async (event: Ask) => {
  const { Item } = await doc.send(new GetCommand({ TableName, Key: { question: event.question } }));
  if (Item?.answer) {
    return { answer: Item.answer, cached: true };
  }
  const reply = await bedrock.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: event.question }] }],
    }),
  );
  const answer = reply.output!.message!.content![0]!.text!;
  await doc.send(new PutCommand({ TableName, Item: { question: event.question, answer, fresh: true, version: 2 } }));
  return { answer, cached: false };
};
