import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const s3 = new S3Client({});
const runtime = new BedrockRuntimeClient({});

export const handler = async (event) => {
  const object = await s3.send(new GetObjectCommand({ Bucket: 'in', Key: event.key }));
  const bytes = await object.Body.transformToByteArray();
  const r = await runtime.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: event.text }] }],
    }),
  );
  const text = r.output.message.content[0].text;
  await s3.send(new PutObjectCommand({ Bucket: 'out', Key: event.key, Body: text }));
  return { size: bytes.length };
};
