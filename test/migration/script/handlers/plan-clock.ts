import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { randomUUID } from 'node:crypto';

const client = new BedrockRuntimeClient({ region: 'us-east-1' });

export const handler = async (event: { text: string }) => {
  try {
    const response = await client.send(
      new InvokeModelCommand({ modelId: 'm', body: JSON.stringify({ prompt: event.text.slice(0, 100) }) }),
    );
    return { id: randomUUID(), at: Date.now(), answer: JSON.parse(response.body.transformToString()) };
  } catch (error) {
    return { error: String(error) };
  }
};
