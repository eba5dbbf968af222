import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ maxAttempts: 3 });

export const handler = async (event) => {
  if (typeof event.topic !== 'string') throw new TypeError('topic');
  const response = await client.send(
    new InvokeModelCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        messages: [{ role: 'user', content: `Make one quiz question about ${event.topic}.` }],
      }),
    }),
  );
  const { content } = JSON.parse(new TextDecoder().decode(response.body));
  return { question: content[0].text };
};
