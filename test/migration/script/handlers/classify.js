'use strict';
const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');

const client = new BedrockRuntimeClient({ maxAttempts: 2 });

function body(text, system) {
  return {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 20,
    ...(system && { system }),
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Classify: ' + text }] }],
  };
}

exports.handler = async function (event, context) {
  if (typeof event.text !== 'string' || event.text === '') throw new TypeError('text is missing');
  const response = await client.send(
    new InvokeModelCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      body: JSON.stringify(body(event.text, event.system)),
    }),
  );
  const answer = JSON.parse(Buffer.from(response.body).toString('utf-8'));
  const label = answer.content[0].text;
  return { label, isSpam: label.includes('spam'), stop: answer.stop_reason, trace: event.trace };
};
