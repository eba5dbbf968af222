import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({});
const MAX_ATTEMPTS = 4;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function withRetry(fn, max = MAX_ATTEMPTS) {
  for (let attempt = 0; attempt < max; attempt++) {
    try {
      return await fn();
    } catch (err) {
      const retryable = err.name === 'ThrottlingException' || err.name === 'ServiceUnavailableException';
      if (!retryable || attempt === max - 1) throw err;
      console.warn(`attempt ${attempt + 1} failed`);
      await sleep(200 * 2 ** attempt + Math.random() * 100);
    }
  }
}

export const handler = async (event) => {
  const res = await withRetry(() =>
    client.send(
      new ConverseCommand({
        modelId: 'amazon.nova-lite-v1:0',
        messages: [{ role: 'user', content: [{ text: `Summarise: ${event.text}` }] }],
      }),
    ),
  );
  return { summary: res.output.message.content[0].text };
};
