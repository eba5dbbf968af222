import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({});
const INSTRUCTION = 'Write the report of the night shift from these notes:\n';

export async function handler({ notes }) {
  if (typeof notes !== 'string') throw new TypeError('notes must be a text');
  const response = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-pro-v1:0',
      messages: [{ role: 'user', content: [{ text: INSTRUCTION + notes }] }],
      inferenceConfig: { maxTokens: 4000, topP: 0.9 },
    }),
  );
  return { report: response.output.message.content[0].text, stop: response.stopReason };
}
