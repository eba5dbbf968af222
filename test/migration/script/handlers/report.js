const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime')

const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION })

// one report for one topic; `stop` is looked at by the dashboard only
exports.handler = async (event) => {
  const prompt = `Write a short report on ${event.topic}.`
  const answer = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: prompt }] }],
      inferenceConfig: { maxTokens: 400 },
    }),
  )
  return { report: answer.output.message.content[0].text, stop: answer.stopReason }
}
