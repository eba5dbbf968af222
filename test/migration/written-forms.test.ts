/**
 * One function and its machine in the forms in which templates write the same: definitions as objects and as texts, ARNs in
 * one piece and in parts, policies of AWS by name and by ARN. Migrated, they say the same again, in the form that was there.
 */
import { describe, expect, it } from 'vitest';
import { fixFiles } from '../support/fix-files.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const CODE = `import boto3

bedrock = boto3.client("bedrock-runtime")

def handler(event, context):
    answer = bedrock.converse(
        modelId="amazon.nova-lite-v1:0",
        messages=[{"role": "user", "content": [{"text": "Shorten: " + event["text"]}]}],
        inferenceConfig={"maxTokens": 300},
    )
    return {"text": answer["output"]["message"]["content"][0]["text"]}
`;

type Members = Readonly<Record<string, unknown>>;

const FN_ARN = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const CALL = 'states:::aws-sdk:bedrockruntime:converse';
const MODEL = { 'Fn::Sub': 'arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/amazon.nova-lite-v1:0' };
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

function statement(Action: string, Resource: unknown): Members {
  return { Effect: 'Allow', Action, Resource };
}

interface Parts {
  /** Properties of the machine. */
  readonly machine: Members;
  /** Of the role of the function. */
  readonly managed?: unknown;
  /** What the machine may invoke. */
  readonly invokes?: unknown;
  readonly resources?: Members;
}

function role(statements: readonly Members[], more: Members = {}): Members {
  const policy = { PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } };
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Policies: [policy], ...more } };
}

function cloudFormation({ machine, managed = BASIC, invokes = FN_ARN, resources = {} }: Parts): string {
  const template = {
    Resources: {
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'python3.12',
          Handler: 'app.handler',
          Code: 'src',
          Timeout: 30,
          Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] },
        },
      },
      FnRole: role([statement('bedrock:InvokeModel', MODEL)], { ManagedPolicyArns: [managed] }),
      FlowRole: role([statement('lambda:InvokeFunction', invokes)]),
      Flow: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { RoleArn: { 'Fn::GetAtt': ['FlowRole', 'Arn'] }, ...machine },
      },
      ...resources,
    },
  };
  return JSON.stringify(template, undefined, 2);
}

function invoke(resource: unknown, functionName: unknown, way: Members = { End: true }): Members {
  const sent = { FunctionName: functionName, 'Payload.$': '$' };
  return { Type: 'Task', Resource: resource, Parameters: sent, OutputPath: '$.Payload', ...way };
}

function definition(first: Members, second?: Members): Members {
  return { StartAt: 'A', States: second === undefined ? { A: first } : { A: first, B: second } };
}

const OBJECT: Parts['machine'] = {
  Definition: definition(invoke('arn:aws:states:::lambda:invoke', '${FnArn}')),
  DefinitionSubstitutions: { FnArn: FN_ARN },
};

interface Result {
  readonly text: string;
  readonly machine: Members;
  readonly states: Readonly<Record<string, { readonly Resource: unknown }>>;
  readonly statements: readonly Members[];
  readonly refused: readonly string[];
  readonly reasons: readonly string[];
  /** Rules that find something now, and did not before. */
  readonly news: readonly string[];
}

async function migrate(template: string): Promise<Result> {
  const files = { 'template.json': template, 'src/app.py': CODE };
  const only = ['lambda-wrapped-model-call'];
  const fixed = await fixFiles(files, { only });
  expect((await fixFiles(fixed.files, { only })).changed, 'a second run').toEqual([]);
  const text = fixed.files['template.json'] as string;
  const { Resources: resources } = JSON.parse(text) as { Resources: Record<string, { Properties: Members }> };
  const machine = resources.Flow!.Properties;
  const { diagnostics } = fixed.result;
  const known = await rulesIn(files);
  return {
    text,
    machine,
    states: statesOf(machine),
    statements: statementsOf(resources.FlowRole?.Properties ?? machine),
    refused: diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason)),
    reasons: diagnostics.flatMap(({ related }) => related.map(({ note }) => note)),
    news: [...(await rulesIn(fixed.files))].filter((rule) => !known.has(rule) && !SEEN_NOW.includes(rule)),
  };
}

/** Strict rules about calls that were hidden in the function, and are as they were. */
const SEEN_NOW: readonly string[] = ['missing-cost-tags', 'unchecked-stop-reason'];

async function rulesIn(files: FileTable): Promise<ReadonlySet<string>> {
  return new Set((await lintFiles(files, { preset: 'strict' })).diagnostics.map(({ rule }) => rule));
}

function statesOf({ Definition: tree, DefinitionString: text }: Members): Result['states'] {
  const sub = (text as Members | undefined)?.['Fn::Sub'];
  const whole = typeof sub === 'string' ? (JSON.parse(sub) as Members) : (tree as Members | undefined);
  return (whole?.States ?? {}) as Result['states'];
}

function statementsOf({ Policies: policies }: Members): readonly Members[] {
  return (policies as readonly Members[]).flatMap((policy) => {
    const document = (policy.PolicyDocument ?? policy) as { readonly Statement?: readonly Members[] };
    return document.Statement ?? [policy];
  });
}

const GRANTED = [statement('bedrock:InvokeModel', MODEL)];

describe('policies of AWS on the function', () => {
  const path = ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  it.each([
    ['in one piece', BASIC],
    ['by Fn::Sub', { 'Fn::Sub': `arn:\${AWS::Partition}${path}` }],
    ['by Fn::Sub with a list', { 'Fn::Sub': [`arn:\${P}${path}`, { P: { Ref: 'AWS::Partition' } }] }],
    ['in parts, as the CDK writes it', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, path]] }],
    ['in China', `arn:aws-cn${path}`],
  ])('are read %s', async (_, managed) => {
    const { statements, news } = await migrate(cloudFormation({ machine: OBJECT, managed }));
    expect(statements).toEqual(GRANTED);
    expect(news).toEqual([]);
  });

  it.each([
    ['by name', 'AWSLambdaBasicExecutionRole'],
    ['by Fn::Sub', { 'Fn::Sub': `arn:\${AWS::Partition}${path}` }],
    ['in parts', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, path]] }],
  ])('are read in SAM, %s', async (_, policy) => {
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Fn: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Runtime: 'python3.12',
            Handler: 'app.handler',
            CodeUri: 'src',
            Timeout: 30,
            Policies: [policy, { Statement: [statement('bedrock:InvokeModel', MODEL)] }],
          },
        },
        Flow: {
          Type: 'AWS::Serverless::StateMachine',
          Properties: { ...OBJECT, Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }] },
        },
      },
    };
    const { statements } = await migrate(JSON.stringify(template, undefined, 2));
    expect(statements).toEqual(GRANTED);
  });

  it.each([
    ['of somebody else with the name of one', 'arn:aws:iam::111122223333:policy/AWSLambdaBasicExecutionRole'],
    ['by a parameter', { Ref: 'Policy' }],
    ['of an account that is filled in', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/AmazonS3ReadOnlyAccess' }],
    ['that may allow models', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonBedrockFullAccess' }],
    ['in parts that cannot be told', { 'Fn::Join': ['', ['arn:aws:iam::aws:policy/', { 'Fn::If': ['C', 'a', 'b'] }]] }],
  ])('are a reason to stay: one %s', async (_, managed) => {
    const before = cloudFormation({ machine: OBJECT, managed });
    const { text, reasons } = await migrate(before);
    expect(text).toBe(before);
    expect(reasons.join()).toContain('allows the function is not written in this template');
  });
});

describe('the right to invoke', () => {
  const versions = { 'Fn::Join': ['', [FN_ARN, ':*']] };
  const byName = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}';
  it.each([
    ['as the CDK writes it', [FN_ARN, versions]],
    ['with all versions alone', versions],
    ['by Fn::Sub', [{ 'Fn::Sub': '${Fn.Arn}' }, { 'Fn::Sub': '${Fn.Arn}:*' }]],
    ['by Fn::Sub with a list', { 'Fn::Sub': ['${Of}:*', { Of: FN_ARN }] }],
    ['by the name in an ARN', { 'Fn::Sub': byName }],
  ])('goes, written %s', async (_, invokes) => {
    const { statements, text } = await migrate(cloudFormation({ machine: OBJECT, invokes }));
    expect(statements).toEqual(GRANTED);
    expect(text).not.toContain('lambda:InvokeFunction');
  });

  it.each([
    ['an alias', { 'Fn::Join': ['', [FN_ARN, ':live']] }],
    ['functions whose names begin alike', { 'Fn::Join': ['', [FN_ARN, '*']] }],
    ['another function with its name within', { 'Fn::Sub': byName.replace('${Fn}', 'pre-${Fn}') }],
    ['something behind it', { 'Fn::Sub': '${Fn.Arn}-two' }],
    ['another function', { 'Fn::GetAtt': ['Other', 'Arn'] }],
    ['what is chosen', { 'Fn::If': ['C', FN_ARN, '*'] }],
  ])('stays for %s', async (_, kept) => {
    const { statements } = await migrate(cloudFormation({ machine: OBJECT, invokes: [FN_ARN, versions, kept] }));
    expect(statements).toEqual(
      expect.arrayContaining([...GRANTED, statement('lambda:InvokeFunction', [kept])]) as unknown,
    );
  });
});

describe('tasks of one function', () => {
  const twice = (resource: string, name: unknown): Members =>
    definition(invoke(resource, name, { Next: 'B' }), invoke(resource, name));

  it.each([
    [
      'an object',
      { Definition: twice('arn:aws:states:::lambda:invoke', '${FnArn}'), DefinitionSubstitutions: { FnArn: FN_ARN } },
    ],
    [
      'a text',
      {
        DefinitionString: {
          'Fn::Sub': JSON.stringify(twice('arn:aws:states:::lambda:invoke', '${Fn.Arn}'), undefined, 1),
        },
      },
    ],
  ])('leave nothing of it behind, in %s', async (_, machine) => {
    const result = await migrate(cloudFormation({ machine, invokes: [FN_ARN, { 'Fn::Join': ['', [FN_ARN, ':*']] }] }));
    expect(Object.values(result.states).map(({ Resource }) => Resource)).toEqual([
      `arn:aws:${CALL}`,
      `arn:aws:${CALL}`,
    ]);
    expect(result.machine.DefinitionSubstitutions).toBeUndefined();
    expect(result.statements).toEqual(GRANTED);
    expect(result.news).toEqual([]);
  });

  it('keep the right to invoke for the one that stays', async () => {
    const stays = invoke('arn:aws:states:::lambda:invoke.waitForTaskToken', '${FnArn}');
    const States = {
      A: invoke('arn:aws:states:::lambda:invoke', '${FnArn}', { Next: 'B' }),
      B: invoke('arn:aws:states:::lambda:invoke', '${FnArn}', { Next: 'C' }),
      C: stays,
    };
    const machine = { Definition: { StartAt: 'A', States }, DefinitionSubstitutions: { FnArn: FN_ARN } };
    const { statements, machine: after, states } = await migrate(cloudFormation({ machine }));
    expect(states.B!.Resource).toBe(`arn:aws:${CALL}`);
    expect(statements).toEqual(
      expect.arrayContaining([...GRANTED, statement('lambda:InvokeFunction', FN_ARN)]) as unknown,
    );
    expect(after.DefinitionSubstitutions).toEqual({ FnArn: FN_ARN });
  });
});

describe('the partition', () => {
  const filledIn = 'arn:${AWS::Partition}:states:::lambda:invoke';
  const asText = (whole: Members): Members => ({
    DefinitionString: { 'Fn::Sub': JSON.stringify(whole, undefined, 1) },
  });

  it.each([
    [
      'a literal',
      { Definition: definition(invoke('arn:aws-us-gov:states:::lambda:invoke', FN_ARN)) },
      `arn:aws-us-gov:${CALL}`,
    ],
    [
      'Fn::Sub in a tree',
      { Definition: definition(invoke({ 'Fn::Sub': filledIn }, FN_ARN)) },
      { 'Fn::Sub': `arn:\${AWS::Partition}:${CALL}` },
    ],
    ['Fn::Sub around the text', asText(definition(invoke(filledIn, '${Fn.Arn}'))), `arn:\${AWS::Partition}:${CALL}`],
    [
      'a substitution',
      {
        Definition: definition(invoke('arn:${Partition}:states:::lambda:invoke', '${FnArn}')),
        DefinitionSubstitutions: { FnArn: FN_ARN, Partition: { Ref: 'AWS::Partition' } },
      },
      `arn:\${Partition}:${CALL}`,
    ],
  ])('stays as it is written: %s', async (_, machine, resource) => {
    const { states, news, refused } = await migrate(cloudFormation({ machine }));
    expect(refused).toEqual([]);
    expect(states.A!.Resource).toEqual(resource);
    expect(news).toEqual([]);
  });

  it('comes from the other states, where the task says none', async () => {
    const task = { Type: 'Task', Resource: FN_ARN, Next: 'B' };
    const next = {
      Type: 'Task',
      Resource: 'arn:aws-cn:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'q', 'MessageBody.$': '$.text' },
      End: true,
    };
    const { states } = await migrate(cloudFormation({ machine: { Definition: definition(task, next) } }));
    expect(states.A!.Resource).toBe(`arn:aws-cn:${CALL}`);
  });

  it('goes through a substitution, where Fn::Sub fills in what was written only', async () => {
    const task = { Type: 'Task', Resource: '${Fn.Arn}', Next: 'B' };
    const next = {
      Type: 'Task',
      Resource: 'arn:${AWS::Partition}:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'q', 'MessageBody.$': '$.text' },
      End: true,
    };
    const { states, machine } = await migrate(cloudFormation({ machine: asText(definition(task, next)) }));
    expect(states.A!.Resource).toBe(`arn:\${!AwsPartition}:${CALL}`);
    expect(states.B!.Resource).toBe('arn:${AWS::Partition}:states:::sqs:sendMessage');
    expect(machine.DefinitionSubstitutions).toEqual({ AwsPartition: { Ref: 'AWS::Partition' } });
  });
});

describe('a definition that Fn::Join puts together', () => {
  const joined = {
    'Fn::Join': [
      '',
      [
        '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:',
        { Ref: 'AWS::Partition' },
        ':states:::lambda:invoke","Parameters":{"FunctionName":"',
        FN_ARN,
        '","Payload.$":"$"},"OutputPath":"$.Payload","End":true}}}',
      ],
    ],
  };

  it.each([
    ['by hand', {}, 'the definition is put together by Fn::Join; change the program that makes the template'],
    ['by the CDK', { Metadata: { 'aws:cdk:path': 'App/Flow/Resource' } }, 'the template is made by CDK'],
  ])('is decided on and not changed, made %s', async (_, more, reason) => {
    const template = JSON.parse(cloudFormation({ machine: { DefinitionString: joined } })) as {
      Resources: { Flow: Members };
    };
    const Flow = { ...template.Resources.Flow, ...more };
    const before = JSON.stringify({ Resources: { ...template.Resources, Flow } }, undefined, 2);
    const { text, refused, reasons } = await migrate(before);
    expect(text).toBe(before);
    expect(reasons).toEqual([]);
    expect(refused).toEqual([expect.stringContaining(reason)]);
  });
});
