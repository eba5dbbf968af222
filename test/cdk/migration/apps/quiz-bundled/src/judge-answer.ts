import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

interface Answer {
  question: string;
  answer: string;
}

const bedrock = new BedrockRuntimeClient({});

const promptOf = (question: string, answer: string): string => `Question: ${question}\nAnswer: ${answer}\nIs it right? Say yes or no.`;

export async function judge(event: Answer) {
  if (typeof event.question !== 'string' || typeof event.answer !== 'string') throw new Error('incomplete');
  const result = await bedrock.send(
    new InvokeModelCommand({
      modelId: process.env.MODEL,
      contentType: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 5,
        temperature: 0,
        messages: [{ role: 'user', content: [{ type: 'text', text: promptOf(event.question, event.answer) }] }],
      }),
    }),
  );
  const reply = JSON.parse(new TextDecoder().decode(result.body));
  return { question: event.question, verdict: reply.content[0].text };
}
