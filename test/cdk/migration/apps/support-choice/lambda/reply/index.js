const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime')

const client = new BedrockRuntimeClient()

module.exports.handler = async (event) => {
  if (typeof event.question !== 'string') throw new Error('no question')
  const response = await client.send(new ConverseCommand({
    modelId: 'amazon.nova-micro-v1:0',
    system: [{ text: 'You write short, kind replies.' }],
    messages: [{ role: 'user', content: [{ text: event.question }] }],
    inferenceConfig: { maxTokens: 300, temperature: 0.3 },
  }))
  return { text: response.output.message.content[0].text }
}
