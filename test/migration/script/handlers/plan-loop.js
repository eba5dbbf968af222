const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');
const s3 = new S3Client({});
const br = new BedrockRuntimeClient({ region: 'us-east-1' });
exports.handler = async (event) => {
  const obj = await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }));
  const text = await obj.Body.transformToString();
  const out = [];
  for (const part of text.split('\n')) {
    const r = await br.send(new InvokeModelCommand({ modelId: 'm', body: JSON.stringify({ prompt: part }) }));
    out.push(JSON.parse(Buffer.from(r.body).toString()));
  }
  return { statusCode: 200, body: JSON.stringify(out), at: new Date().toISOString() };
};
