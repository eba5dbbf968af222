import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION });
const MODEL_ID = process.env.MODEL_ID || 'anthropic.claude-3-haiku-20240307-v1:0';
export const handler = async (event) => {
  const { doc, tone = 'calm' } = event;
  console.log('doc', doc);
  const prompt = `Summarise ${doc} in a ${tone} tone`;
  const response = await client.send(
    new InvokeModelCommand({
      modelId: MODEL_ID,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        messages: [{ role: 'user', content: prompt }],
      }),
    }),
  );
  const result = JSON.parse(new TextDecoder().decode(response.body));
  return { ...event, summary: result.content[0].text.trim(), note: event.note };
};
