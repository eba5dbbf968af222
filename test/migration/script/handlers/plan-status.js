const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({});

exports.handler = async (event) => {
  try {
    const r = await client.send(
      new ConverseCommand({
        modelId: 'amazon.nova-lite-v1:0',
        messages: [{ role: 'user', content: [{ text: event.q }] }],
      }),
    );
    return { answer: r.output.message.content[0].text };
  } catch (err) {
    if (err.$metadata?.httpStatusCode === 429) return { answer: 'busy' };
    throw err;
  }
};
