const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');

const bedrock = new BedrockRuntimeClient({ maxAttempts: 2 });

exports.handler = async function (event) {
  const { name, occasion } = event;
  if (typeof name !== 'string' || typeof occasion !== 'string') throw new TypeError('name and occasion are wanted');
  const command = new InvokeModelCommand({
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    body: JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 400,
      messages: [{ role: 'user', content: `Write a letter to ${name} for ${occasion}.` }],
    }),
  });
  const response = await bedrock.send(command);
  const answer = JSON.parse(Buffer.from(response.body).toString('utf8'));
  return { letter: answer.content[0].text, stop: answer.stop_reason };
};
