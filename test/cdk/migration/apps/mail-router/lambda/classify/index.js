'use strict';

const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');

const client = new BedrockRuntimeClient({});

exports.handler = async (event) => {
  if (typeof event.text !== 'string') throw new TypeError('text is missing');
  const response = await client.send(
    new InvokeModelCommand({
      modelId: process.env.MODEL_ID,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 20,
        messages: [{ role: 'user', content: 'Which department is this mail for? ' + event.text }],
      }),
    }),
  );
  const answer = JSON.parse(new TextDecoder().decode(response.body));
  return { label: answer.content[0].text, stop: answer.stop_reason };
};
