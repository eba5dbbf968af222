import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient();

export const handler = async (event: { items: { name: string; note?: string }[]; locale?: string }) => {
  const lines = event.items.filter((item) => item.name !== '').map((item) => `${item.name}: ${item.note ?? 'none'}`);
  const reply = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: `Items (${event.locale || 'en'}):\n${lines.join('\n')}` }] }],
    }),
  );
  return { text: reply.output!.message!.content![0].text, tokens: reply.usage?.totalTokens, count: event.items.length };
};
