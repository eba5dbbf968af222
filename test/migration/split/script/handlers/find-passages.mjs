import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';

const agent = new BedrockAgentRuntimeClient({ region: process.env.AWS_REGION });
const storage = new S3Client({});

export async function handler({ query, limit = 4, ...rest }) {
  const raw = await storage.send(new GetObjectCommand({ Bucket: 'cfg', Key: 'kb.json' }));
  const config = JSON.parse(await raw.Body.transformToString());
  const words = new Set(query.toLowerCase().split(/\s+/));
  const cleaned = [...words].filter((w) => !config.stop.includes(w)).join(' ');
  const { retrievalResults } = await agent.send(
    new RetrieveCommand({
      knowledgeBaseId: config.id,
      retrievalQuery: { text: cleaned },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: limit } },
    }),
  );
  return retrievalResults
    .filter((r) => (r.score ?? 0) >= config.min)
    .map((r, i) => ({ rank: i + 1, text: r.content.text, doc: r.metadata?.DocId, query: cleaned }));
}
