import { Agent, BedrockModel, tool } from '@strands-agents/sdk';
import { z } from 'zod';

const letterCount = tool({
  name: 'letter_count',
  description: 'Counts letters',
  inputSchema: z.object({ word: z.string() }),
  callback: ({ word }) => String(word.length),
});

const agent = new Agent({
  model: new BedrockModel({ modelId: 'amazon.nova-lite-v1:0' }),
  systemPrompt: 'You count letters.',
  tools: [letterCount],
});

export const handler = async (event: { word: string }) => {
  const result = await agent.invoke('How many letters has ' + event.word + '?');
  return { text: result.lastMessage };
};
