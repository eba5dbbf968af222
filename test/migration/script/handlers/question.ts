import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
interface Input {
  question: string;
  items?: { name: string }[];
}
const client = new BedrockRuntimeClient({});
const list = (items: { name: string }[]) => items.map((i) => `- ${i.name}`).join('\n');
export async function handler({ question, items }: Input): Promise<{ answer?: string }> {
  if (!question) throw new Error('no question');
  try {
    const res = await client.send(
      new ConverseCommand({
        modelId: process.env.MODEL!,
        system: [{ text: 'Be brief' }],
        messages: [{ role: 'user', content: [{ text: question + list(items ?? []) }] }],
        inferenceConfig: { maxTokens: 50 },
      }),
    );
    return { answer: res.output?.message?.content?.[0]?.text ?? '' };
  } catch (error) {
    console.error(error);
    throw error;
  }
}
