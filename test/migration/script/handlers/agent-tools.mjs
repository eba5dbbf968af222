import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({});
const modelId = process.env.MODEL_ID ?? 'eu.amazon.nova-pro-v1:0';

const tools = {
  stock: async ({ sku }) => ({ sku, left: 3 }),
};

export const handler = async (event) => {
  const messages = [{ role: 'user', content: [{ text: `Order ${event.sku}: ${event.wish}` }] }];
  let steps = 0;
  while (steps++ < 10) {
    const res = await client.send(
      new ConverseCommand({
        modelId,
        messages,
        system: [{ text: 'You order spare parts.' }],
        toolConfig: { tools: [{ toolSpec: { name: 'stock', inputSchema: { json: { type: 'object' } } } }] },
      }),
    );
    messages.push(res.output.message);
    if (res.stopReason !== 'tool_use') return { answer: res.output.message.content.map((c) => c.text).join('') };
    const content = [];
    for (const c of res.output.message.content) {
      if (!c.toolUse) continue;
      const out = await tools[c.toolUse.name](c.toolUse.input);
      content.push({ toolResult: { toolUseId: c.toolUse.toolUseId, content: [{ json: out }] } });
    }
    messages.push({ role: 'user', content });
  }
  throw new Error('gave up');
};
