import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({});

interface Question {
  readonly question: string;
}

export const handler = async ({ question }: Question): Promise<{ answer: string }> => {
  if (typeof question !== 'string') throw new TypeError('question is missing');
  const response = await client.send(
    new ConverseCommand({
      modelId: process.env.MODEL_ID!,
      messages: [{ role: 'user', content: [{ text: question }] }],
      inferenceConfig: { maxTokens: 200 },
    }),
  );
  return { answer: response.output!.message!.content![0]!.text! };
};
