import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

const s3 = new S3Client({});
const bedrock = new BedrockRuntimeClient({});
const BUCKET = process.env.BUCKET;

async function readText(key) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return Body.transformToString('utf-8');
}

export const handler = async (event) => {
  console.log('summarise', event.key);
  const text = await readText(event.key);
  const response = await bedrock.send(
    new InvokeModelCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      contentType: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 300,
        messages: [{ role: 'user', content: `Summarise this:\n${text}` }],
      }),
    }),
  );
  const answer = JSON.parse(new TextDecoder().decode(response.body));
  const summary = answer.content[0].text;
  await s3.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: `${event.key}.json`,
      Body: JSON.stringify({ summary, model: 'haiku' }),
      ContentType: 'application/json',
    }),
  );
  return { key: `${event.key}.json`, summary };
};
