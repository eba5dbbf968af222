'use strict';
const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({ maxAttempts: 3 });
const NAMES = { de: 'German', en: 'English', he: 'Hebrew', it: 'Italian', sa: 'Sanskrit', tw: 'Twi', xx: 'Klingon' };

function pick(langs, wanted) {
  for (const lang of langs) if (lang === wanted) return NAMES[lang];
  return undefined;
}

module.exports.handler = async (event) => {
  const wanted = (event.lang || 'de').slice(0, 2).toLowerCase();
  const name = pick(Object.keys(NAMES), wanted);
  if (name === undefined) {
    console.log('unknown language', wanted);
    return;
  }
  event.log = [`to ${name}`];
  let parts = String(event.text).split(/\n\n+/);
  parts = parts.map((p) => p.trim());
  const payload = {
    inputText: `Translate to ${name}: ${parts.join(' / ')}`,
    textGenerationConfig: { maxTokenCount: 300 },
  };
  const { body } = await client.send(
    new InvokeModelCommand({ modelId: 'amazon.titan-text-lite-v1', body: JSON.stringify(payload) }),
  );
  const answer = JSON.parse(Buffer.from(body).toString('utf-8')).results[0].outputText;
  event.log.push('done');
  return { ...event, lang: wanted, parts: parts.length, answer: answer.replace(/\s+/g, ' ') };
};
