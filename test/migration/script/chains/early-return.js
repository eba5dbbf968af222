const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({});

async function ask(text) {
  const r = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-micro-v1:0',
      messages: [{ role: 'user', content: [{ text }] }],
    }),
  );
  return r.output.message.content[0].text;
}

exports.handler = async (event) => {
  if (!event.text) {
    return { statusCode: 400, message: 'text is missing' };
  }
  const label = event.label ?? (await ask('Label: ' + event.text));
  return { statusCode: 200, label };
};
