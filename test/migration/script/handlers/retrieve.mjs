import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';

const client = new BedrockAgentRuntimeClient({ region: process.env.AWS_REGION });

export const handler = async ({ query }) => {
  const { retrievalResults } = await client.send(
    new RetrieveCommand({ knowledgeBaseId: 'ABCDEFGHIJ', retrievalQuery: { text: query } }),
  );
  return { query, context: retrievalResults.map((result) => result.content?.text ?? '').join('\n---\n') };
};
