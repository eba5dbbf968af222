import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';

const client = new BedrockAgentRuntimeClient({ region: process.env.AWS_REGION });
const KNOWLEDGE_BASE = 'ABCDEFGHIJ';

export const handler = async ({ query }) => {
  const { retrievalResults } = await client.send(
    new RetrieveCommand({
      knowledgeBaseId: KNOWLEDGE_BASE,
      retrievalQuery: { text: query },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5 } },
    }),
  );
  return { query, passages: retrievalResults.map((result) => result.content?.text ?? '').join('\n---\n') };
};
