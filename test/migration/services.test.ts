/** The services that handlers are run against, asked by the real clients: a proof over them is worth what they are. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptHost } from './script-host.ts';
import { FakeServices } from './services/fake-services.ts';

const services = new FakeServices({ Jobs: ['id'] });
const host = new ScriptHost({}, services);
afterAll(() => host.close());

const HANDLER = 'handlers/stores.ts';
const CONVERSE = { does: 'converse', messages: [{ role: 'user', content: [{ text: 'hi 😀' }] }] };

describe('the services on the loopback address', () => {
  beforeEach(() => {
    services.objects.clear();
    services.tables.clear();
    services.failures = {};
  });

  it('keep objects and items, and record what is asked of them', async () => {
    services.objects.put('docs', 'in/7.txt', 'größe');
    const run = await host.run(HANDLER, { id: '7' }, {});
    expect(run.result).toEqual({ id: '7', size: 5, tags: ['a'], state: 'done' });
    expect(services.objects.get('docs', 'out/ä b.txt')).toBe('GRÖSSE');
    expect(services.tables.get('Jobs', { id: { S: '7' } })).toMatchObject({ state: { S: 'done' }, size: { N: '5' } });
    expect(run.requests.map(({ operation }) => operation)).toEqual([
      'get_object',
      'put_object',
      'put_item',
      'update_item',
      'get_item',
    ]);
    expect(run.requests[1]?.parameters).toMatchObject({ Bucket: 'docs', Key: 'out/ä b.txt', Body: 'GRÖSSE' });
  });

  it('say what does not exist', async () => {
    const run = await host.run(HANDLER, { id: '8' }, {});
    expect(run).toMatchObject({ error: 'NoSuchKey', requests: [{ operation: 'get_object' }] });
  });

  it('fail where they are told to', async () => {
    services.objects.put('docs', 'in/9.txt', 'a');
    services.failures = { put_item: 'ResourceNotFoundException' };
    const run = await host.run(HANDLER, { id: '9' }, {});
    expect(run.error).toBe('ResourceNotFoundException');
    expect(run.requests.map(({ operation }) => operation)).toEqual(['get_object', 'put_object', 'put_item']);
    services.failures = { get_object: 'InvalidObjectState' };
    expect(await host.run(HANDLER, { id: '9' }, {})).toMatchObject({ error: 'InvalidObjectState' });
  });

  it('see every attempt of a client', async () => {
    const parameters = { modelId: 'arn:aws:bedrock:::a/b', messages: CONVERSE.messages };
    const throttled = await host.run(HANDLER, CONVERSE, { $error: 'ThrottlingException' });
    expect(throttled).toEqual({
      error: 'ThrottlingException',
      requests: Array.from({ length: 3 }, () => ({ operation: 'converse', parameters })),
    });
    const refused = await host.run(HANDLER, CONVERSE, { $error: 'ValidationException' });
    expect(refused).toEqual({ error: 'ValidationException', requests: [{ operation: 'converse', parameters }] });
  });

  it('answer one call after another as they are told', async () => {
    const reply = { output: { message: { role: 'assistant', content: [{ text: 'so' }] } }, stopReason: 'end_turn' };
    const run = await host.run(HANDLER, CONVERSE, { $replies: [{ $error: 'ThrottlingException' }, reply] });
    expect(run.requests).toHaveLength(2);
    expect(run.result).toMatchObject({ stopReason: 'end_turn' });
    const later = await host.run(HANDLER, CONVERSE, { $replies: [reply] });
    expect(later.requests).toHaveLength(1);
  });

  it('stream what an agent says', async () => {
    const session = 'a-session-of-at-least-thirty-three-characters';
    const run = await host.run(
      HANDLER,
      { does: 'harness', text: 'hi', session },
      { messages: [{ role: 'assistant', texts: ['Grüße 😀', '!'] }], stopReason: 'end_turn' },
    );
    expect(run).toEqual({
      result: 'Grüße 😀!',
      requests: [
        {
          operation: 'invoke_harness',
          parameters: {
            harnessArn: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:harness/helper-Ab12Cd34Ef',
            runtimeSessionId: session,
            messages: [{ role: 'user', content: [{ text: 'hi' }] }],
          },
        },
      ],
    });
  });

  it('answer what they do not know with a fault that is none of theirs', async () => {
    const elsewhere = new ScriptHost({}, new FakeServices({}));
    elsewhere.services.objects.put('docs', 'in/7.txt', 'a');
    const { error } = await elsewhere.run(HANDLER, { id: '7' }, {});
    await elsewhere.close();
    expect(error).toBe('FakeServiceFault');
  });
});
