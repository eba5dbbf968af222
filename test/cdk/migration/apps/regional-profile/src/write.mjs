import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ maxAttempts: 1 });
const { PROFILE } = process.env;

export const handler = async ({ brief, tone, started }) => {
  if (typeof brief !== 'string' || typeof tone !== 'string') throw new TypeError('brief and tone are texts');
  const { body } = await client.send(
    new InvokeModelCommand({
      modelId: PROFILE,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 2000,
        system: 'You write copy for a shop.',
        messages: [{ role: 'user', content: `${brief}\n\nTone: ${tone}` }],
      }),
    }),
  );
  const reply = JSON.parse(new TextDecoder().decode(body));
  return { copy: reply.content[0].text, started };
};
