import { randomUUID } from 'node:crypto';
import { BedrockAgentCoreClient, InvokeHarnessCommand } from '@aws-sdk/client-bedrock-agentcore';

const client = new BedrockAgentCoreClient({});

export async function handler(event) {
  const { stream } = await client.send(
    new InvokeHarnessCommand({
      harnessArn: process.env.HARNESS_ARN,
      runtimeSessionId: randomUUID(),
      systemPrompt: [{ text: 'Answer in one line.' }],
      messages: [{ role: 'user', content: [{ text: 'Q: ' + event.question }] }],
      timeoutSeconds: 200,
    }),
  );
  const parts = [];
  for await (const item of stream) {
    if (item.contentBlockDelta?.delta?.text) parts.push(item.contentBlockDelta.delta.text);
  }
  return { text: parts.join('') };
}
