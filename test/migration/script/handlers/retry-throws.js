const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');
const bedrock = new BedrockRuntimeClient({ maxAttempts: 2 });
const RETRIES = 2;

exports.handler = async (event) => {
  let lastError;
  for (let i = 0; i <= RETRIES; i++) {
    try {
      const { body } = await bedrock.send(
        new InvokeModelCommand({
          modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
          contentType: 'application/json',
          body: JSON.stringify({
            anthropic_version: 'bedrock-2023-05-31',
            max_tokens: 100,
            messages: [{ role: 'user', content: event.prompt }],
          }),
        }),
      );
      const parsed = JSON.parse(new TextDecoder().decode(body));
      return { text: parsed.content[0].text };
    } catch (e) {
      lastError = e;
      await new Promise((r) => setTimeout(r, 1000 * (i + 1)));
    }
  }
  throw lastError;
};
