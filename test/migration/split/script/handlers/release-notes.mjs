/* eslint-disable no-console -- handlers log as they do. */
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

const bedrock = new BedrockRuntimeClient({});
const s3 = new S3Client({});
const BUCKET = process.env.BUCKET;

// strip what nobody reads
const tidy = (line) =>
  line
    .replace(/^[-*]\s+/, '')
    .replace(/\(#\d+\)$/, '')
    .trim();

export const handler = async (event) => {
  const lines = [];
  for (const key of event.keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    const text = await Body.transformToString();
    for (const line of text.split('\n')) {
      const t = tidy(line);
      if (t) lines.push(t);
    }
  }
  const version = event.version ?? 'next';
  const started = Date.now();
  const command = new InvokeModelCommand({
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    contentType: 'application/json',
    body: JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 400,
      messages: [
        { role: 'user', content: [{ type: 'text', text: `Release notes for ${version}:\n${lines.join('\n')}` }] },
      ],
    }),
  });
  const response = await bedrock.send(command);
  const { content } = JSON.parse(new TextDecoder().decode(response.body));
  const notes = content[0].text;
  console.log('took', Date.now() - started);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `notes/${version}.md`, Body: notes }));
  return { version, entries: lines.length, first: lines[0], notes: notes.slice(0, 40) };
};
