import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';

const client = new BedrockAgentRuntimeClient({});

async function lookUp(question, knowledgeBaseId) {
  const res = await client.send(new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text: question } }));
  return res.retrievalResults?.[0]?.content?.text ?? null;
}

export async function handler({ questions, base }) {
  const found = [];
  for (const question of questions) {
    const passage = await lookUp(question, base);
    found.push({ question, passage });
  }
  return { found };
}
