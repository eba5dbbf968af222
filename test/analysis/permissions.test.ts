/** What a machine's role allows beside what its definition calls: pattern overlap, and the policy that would be needed. */
import { describe, expect, it } from 'vitest';
import { neededStatements } from '../../src/analysis/permissions/needed-statements.ts';
import type { PolicyDocument } from '../../src/analysis/permissions/needed-statements.ts';
import { asPattern, mayOverlap } from '../../src/analysis/permissions/overlap.ts';
import { loadMachines } from '../support/lint-files.ts';

async function policyOf(states: Readonly<Record<string, object>>, language = 'JSONPath'): Promise<PolicyDocument> {
  const definition = { QueryLanguage: language, StartAt: Object.keys(states)[0], States: states };
  const machines = await loadMachines({ 'machine.asl.json': JSON.stringify(definition) });
  return neededStatements(machines[0]!);
}

function task(resource: string, parameters: object, language = 'JSONPath'): object {
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  return { Type: 'Task', Resource: `arn:aws:states:::${resource}`, [field]: parameters, End: true };
}

/** Every text over a small alphabet up to a length. */
function texts(length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = texts(length - 1);
  return [...shorter, ...shorter.filter((t) => t.length === length - 1).flatMap((t) => ['a', 'b'].map((c) => t + c))];
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

describe('overlap of patterns', () => {
  const patterns = ['', '*', '?', 'a', 'b', 'ab', 'a*', '*a', 'a*b', '?b', '*?', 'b?*', 'a*a', '*ab*', 'ba', 'a?a'];

  it('is what trying every short text says', () => {
    const all = texts(6);
    const pairs = patterns.flatMap((one) => patterns.map((two) => [one, two] as const));
    const wrong = pairs.filter(
      ([one, two]) => mayOverlap(one, two) !== all.some((text) => matches(one, text) && matches(two, text)),
    );
    expect(wrong).toEqual([]);
  });

  it('takes what only the deployment knows for anything', () => {
    expect(asPattern('arn:${AWS::Partition}:bedrock:${AWS::Region}::x')).toBe('arn:*:bedrock:*::x');
    expect(mayOverlap(asPattern('arn:${P}:s3:::${Bucket}/*'), 'arn:aws:s3:::orders/1')).toBe(true);
    expect(mayOverlap(asPattern('arn:${P}:s3:::${Bucket}/in/*'), 'arn:aws:s3:::orders/out')).toBe(false);
  });
});

describe('the policy that a machine needs', () => {
  it('names a model, and the models of a profile', async () => {
    const policy = await policyOf({
      A: task('bedrock:invokeModel', { ModelId: 'amazon.nova-lite-v1:0' }),
      B: task('aws-sdk:bedrockruntime:converse', { ModelId: 'eu.amazon.nova-pro-v1:0' }),
    });
    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['bedrock:InvokeModel'],
          Resource: [
            'arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/eu.amazon.nova-pro-v1:0',
            'arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/amazon.nova-lite-v1:0',
            'arn:${AWS::Partition}:bedrock:*::foundation-model/amazon.nova-pro-v1:0',
          ],
        },
      ],
    });
  });

  it('has both actions of a harness call, and a placeholder where the definition computes the value', async () => {
    const harness = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:harness/review-1';
    const policy = await policyOf(
      {
        A: task('bedrockagentcore:invokeHarness', { HarnessArn: harness }, 'JSONata'),
        B: task('lambda:invoke', { FunctionName: '{% $states.input.function %}' }, 'JSONata'),
      },
      'JSONata',
    );
    expect(policy.Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['bedrock-agentcore:InvokeHarness', 'bedrock-agentcore:InvokeAgentRuntime'], [harness]],
      [
        ['lambda:InvokeFunction'],
        ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${FunctionName}'],
      ],
    ]);
  });

  it('covers what surrounds the calls: queues, tables, child executions and Distributed Maps', async () => {
    const child = 'arn:aws:states:us-east-1:111122223333:stateMachine:child';
    const inner = { A: task('dynamodb:putItem', { TableName: 'orders' }) };
    const policy = await policyOf({
      Each: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'A',
          States: inner,
        },
        Next: 'Send',
      },
      Send: task('sqs:sendMessage', { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/jobs' }),
      Child: task('states:startExecution.sync:2', { StateMachineArn: child }),
    });
    const byAction = new Map(
      policy.Statement.flatMap(({ Action, Resource }) => Action.map((a) => [a, Resource] as const)),
    );
    expect(byAction.get('dynamodb:PutItem')?.[0]).toMatch(/:table\/orders$/);
    expect(byAction.get('sqs:SendMessage')?.[0]).toMatch(/:jobs$/);
    expect(byAction.get('states:StartExecution')).toContain(child);
    expect([...byAction.keys()]).toEqual(expect.arrayContaining(['states:DescribeExecution', 'events:PutRule']));
  });

  it('is one that IAM can parse, and leaves out calls under another role', async () => {
    const foreign = { ...task('sns:publish', { TopicArn: 'x' }), Credentials: { RoleArn: 'arn:aws:iam::1:role/r' } };
    const policy = await policyOf({ A: task('aws-sdk:s3:getObject', { Bucket: 'b' }), B: foreign });
    const parsed = JSON.parse(JSON.stringify(policy)) as PolicyDocument;
    expect(parsed.Version).toBe('2012-10-17');
    expect(parsed.Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:${AWS::Partition}:s3:::b/*'] },
    ]);
  });
});
