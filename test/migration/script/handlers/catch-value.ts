import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';

interface Query {
  query: string;
  tenant?: string;
}

const kb = new BedrockAgentRuntimeClient({ maxAttempts: 1 });

export async function handler(event: Query) {
  try {
    const found = await kb.send(
      new RetrieveCommand({ knowledgeBaseId: 'KB12345678', retrievalQuery: { text: event.query } }),
    );
    return { best: found.retrievalResults?.[0]?.content?.text ?? null, tenant: event.tenant ?? null };
  } catch (error) {
    console.error('retrieval failed', error);
    return { best: null, tenant: event.tenant ?? null };
  }
}
