/** The one edit of several files: what a target becomes in the texts of a project, and when it is not written. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import { writeTarget } from './edit-target.ts';
import type { WriteOptions, Written } from './edit-target.ts';

type Members = Readonly<Record<string, unknown>>;

const WITHOUT_END = {
  Type: 'Task',
  QueryLanguage: 'JSONata',
  Resource: 'arn:aws:states:::aws-sdk:bedrockruntime:converse',
  Arguments: { ModelId: '${MODEL_ID}', Messages: [{ Role: 'user', Content: [{ Text: 'Hi' }] }] },
  Output: '{% $states.result.Output.Message.Content[0].Text %}',
} as const;

const CALL: Json = { ...WITHOUT_END, End: true };

const ONE_CALL = {
  states: [{ name: 'Ask', state: CALL }],
  permissions: ['bedrock:InvokeModel'],
  substitutions: [{ kind: 'variable', name: 'MODEL_ID', variable: 'MODEL_ID' }],
} as const;

const GRANT = { Effect: 'Allow', Action: 'bedrock:*', Resource: { 'Fn::Sub': 'arn:aws:bedrock:${AWS::Region}::x/*' } };

interface Parts {
  readonly fn?: Members;
  readonly machine?: Members;
  readonly resources?: Members;
  readonly more?: Members;
  readonly task?: Members;
}

function template({ fn = {}, machine = {}, resources = {}, more = {}, task = {} }: Parts = {}): string {
  const ask = { Type: 'Task', Resource: '${FnArn}', End: true, ...task };
  const whole = {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Runtime: 'python3.12',
          CodeUri: 'src/',
          Handler: 'app.handler',
          Environment: { Variables: { MODEL_ID: { Ref: 'Model' } } },
          Policies: [{ Statement: [GRANT] }],
          ...fn,
        },
      },
      Flow: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: {
          Definition: { StartAt: 'Ask', States: { Ask: ask } },
          DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
          Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }],
          ...machine,
        },
      },
      ...resources,
    },
    ...more,
  };
  return JSON.stringify(whole, undefined, 2);
}

const CODE = 'def handler(event, context):\n    return event\n';

interface Result extends Written {
  readonly resources: Readonly<Record<string, { readonly Properties: Members }>>;
  readonly flow: Members;
  readonly states: Members;
}

async function write(parts: Parts, target: Parameters<typeof writeTarget>[1], options?: WriteOptions): Promise<Result> {
  const before = template(parts);
  const written = await writeTarget({ 'template.json': before, 'src/app.py': CODE }, target, options);
  const after = written.files.find(({ path }) => path === 'template.json')?.after ?? before;
  const { Resources: resources } = JSON.parse(after) as { Resources: Result['resources'] };
  const flow = resources.Flow!.Properties;
  return { ...written, resources, flow, states: (flow.Definition as { States: Members }).States };
}

function gatesOf({ made }: Written): readonly string[] {
  return made.kind === 'reasons' ? made.reasons.map(({ gate, message }) => `${gate}: ${message}`) : [];
}

describe('the edit of a state', () => {
  it('writes the state, its substitution and the rights of the machine, and takes the old ones away', async () => {
    const { flow, states, refused } = await write({}, ONE_CALL);
    expect(refused).toEqual([]);
    expect(states).toEqual({
      Ask: {
        ...(CALL as object),
        Arguments: { ...(CALL as { Arguments: object }).Arguments, ModelId: '${ModelId}' },
      },
    });
    expect(flow.DefinitionSubstitutions).toEqual({ ModelId: { Ref: 'Model' } });
    expect(flow.Policies).toEqual([
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: GRANT.Resource }],
      },
    ]);
  });

  it('keeps a placeholder that something else uses, and takes a free name', async () => {
    const { flow, states } = await write(
      {
        task: { Comment: 'was ${ModelId}' },
        machine: {
          DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, ModelId: 'other' },
          Definition: {
            StartAt: 'Ask',
            States: {
              Ask: { Type: 'Task', Resource: '${FnArn}', Next: 'Again' },
              Again: { Type: 'Pass', Result: '${FnArn} ${ModelId}', End: true },
            },
          },
        },
      },
      ONE_CALL,
    );
    expect(flow.DefinitionSubstitutions).toEqual({
      FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] },
      ModelId: 'other',
      ModelId2: { Ref: 'Model' },
    });
    expect(states.Ask).toMatchObject({ Arguments: { ModelId: '${ModelId2}' } });
  });

  it('uses the placeholder that the table has for the same value', async () => {
    const table = { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Chosen: { Ref: 'Model' } };
    const { flow, states } = await write({ machine: { DefinitionSubstitutions: table } }, ONE_CALL);
    expect(flow.DefinitionSubstitutions).toEqual({ Chosen: { Ref: 'Model' } });
    expect(states.Ask).toMatchObject({ Arguments: { ModelId: '${Chosen}' } });
  });

  it('puts further states behind the first, under names that are free', async () => {
    const definition = {
      StartAt: 'Ask',
      States: {
        Ask: { Type: 'Task', Resource: '${FnArn}', Next: 'Done' },
        Store: { Type: 'Pass', End: true },
        Done: { Type: 'Succeed' },
      },
    };
    const { states } = await write(
      { machine: { Definition: definition } },
      {
        ...ONE_CALL,
        states: [
          {
            name: 'Ask',
            state: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Store' }], Default: 'Done' },
          },
          { name: 'Store', state: { ...WITHOUT_END, Next: 'Shape' } },
          { name: 'Shape', state: { Type: 'Pass', Next: 'Done' } },
        ],
      },
    );
    expect(Object.keys(states)).toEqual(['Ask', 'Store2', 'Shape', 'Store', 'Done']);
    expect(states.Ask).toMatchObject({ Choices: [{ Next: 'Store2' }], Default: 'Done' });
    expect(states.Store2).toMatchObject({ Next: 'Shape' });
  });
});

describe('the rights of the machine', () => {
  it.each([
    ['nothing is said of rights', { fn: { Policies: undefined } }, 'no policy of the function in this template allows'],
    ['a policy is written elsewhere', { fn: { Policies: ['AmazonBedrockFullAccess'] } }, 'AmazonBedrockFullAccess'],
    ['the role is elsewhere', { fn: { Role: 'arn:aws:iam::111122223333:role/x' } }, 'not declared in this template'],
    [
      'a condition is about the caller',
      {
        fn: {
          Policies: [{ Statement: [{ ...GRANT, Condition: { ArnEquals: { 'lambda:SourceFunctionArn': 'x' } } }] }],
        },
      },
      'may be about the function itself',
    ],
    ['there is a boundary', { fn: { PermissionsBoundary: 'arn:aws:iam::aws:policy/x' } }, 'permissions boundary'],
    ['the machine has a role elsewhere', { machine: { Policies: undefined, Role: 'arn:x' } }, 'role of the machine'],
    ['it says nothing of the machine', { machine: { Policies: undefined } }, 'does not say what the machine may do'],
  ] as const)('are a reason to stay where %s', async (_, parts, message) => {
    const result = await write(parts, ONE_CALL);
    expect(gatesOf(result).join('\n')).toContain(message);
    expect(gatesOf(result).every((reason) => reason.startsWith('iam: '))).toBe(true);
    expect(result.files).toEqual([]);
  });

  it('carry denials and conditions over, and leave other actions where they are', async () => {
    const condition = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    const statements = [
      { Effect: 'Allow', Action: ['bedrock:Invoke*', 's3:GetObject'], Resource: ['a', 'b'], Condition: condition },
      { Effect: 'Deny', Action: ['bedrock:InvokeModel'], Resource: 'c' },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' },
    ];
    const { flow } = await write(
      { fn: { Policies: ['AWSLambdaBasicExecutionRole', { Statement: statements }] } },
      ONE_CALL,
    );
    expect(flow.Policies).toMatchObject([
      {
        Statement: [
          { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: ['a', 'b'], Condition: condition },
          { Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: 'c' },
        ],
      },
    ]);
  });

  it('are not added where the machine has them', async () => {
    const policies = [{ Statement: [{ Effect: 'Allow', Action: ['bedrock:InvokeModel'], Resource: '*' }] }];
    const { flow, refused } = await write(
      { machine: { Policies: policies }, fn: { Policies: ['Elsewhere'] } },
      ONE_CALL,
    );
    expect(refused).toEqual([]);
    expect(flow.Policies).toEqual(policies);
  });

  it('take what SAM makes of its policy templates', async () => {
    const policies = [{ S3ReadPolicy: { BucketName: { Ref: 'Texts' } } }];
    const { flow } = await write({ fn: { Policies: policies } }, { ...ONE_CALL, permissions: ['s3:GetObject'] });
    expect(flow.Policies).toMatchObject([
      {
        Statement: [
          {
            Action: 's3:GetObject',
            Resource: [
              { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Name}', { Name: { Ref: 'Texts' } }] },
              { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Name}/*', { Name: { Ref: 'Texts' } }] },
            ],
          },
        ],
      },
    ]);
  });

  it('are not given to others who share the role', async () => {
    const role = {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [] } }] },
    };
    const arn = { 'Fn::GetAtt': ['Shared', 'Arn'] };
    const other = { Type: 'AWS::Serverless::Function', Properties: { Role: arn } };
    const result = await write(
      { machine: { Policies: undefined, Role: arn }, resources: { Shared: role, Other: other } },
      ONE_CALL,
    );
    expect(gatesOf(result).join()).toContain('is also that of Other');
  });

  it('stay, to invoke the function, while another task does', async () => {
    const ask = { Type: 'Task', Resource: '${FnArn}' };
    const States = { Ask: { ...ask, Next: 'Again' }, Again: { ...ask, End: true } };
    const files = {
      'template.json': template({ machine: { Definition: { StartAt: 'Ask', States } } }),
      'src/app.py': CODE,
    };
    const { made } = await writeTarget(files, ONE_CALL);
    expect(made).toMatchObject({ kind: 'edit', use: { kind: 'used', by: ['Flow'] } });
  });
});

describe('copies of a function', () => {
  const target = {
    states: [
      { name: 'Ask', state: { Type: 'Task', Resource: '${PreArn}', Next: 'Ask model' } },
      { name: 'Ask model', state: CALL },
    ],
    permissions: ['bedrock:InvokeModel'],
    substitutions: [
      { kind: 'variable', name: 'MODEL_ID', variable: 'MODEL_ID' },
      { kind: 'function', name: 'PreArn', copy: 'FnBefore' },
    ],
    functions: [{ logicalId: 'FnBefore', handler: 'app_before.handler' }],
    files: [{ path: 'app_before.py', text: 'def handler(event, context):\n    return {}\n' }],
  } as const;

  it('are written with their files, and the machine may invoke them', async () => {
    const { resources, flow, files, refused } = await write(
      { fn: { Events: { Daily: { Type: 'Schedule' } }, FunctionName: 'asks', Timeout: 9 } },
      target,
    );
    expect(refused).toEqual([]);
    expect(resources.FnBefore!.Properties).toMatchObject({
      Handler: 'app_before.handler',
      CodeUri: 'src/',
      Timeout: 9,
    });
    expect(Object.keys(resources.FnBefore!.Properties)).not.toEqual(expect.arrayContaining(['Events']));
    expect(resources.FnBefore!.Properties.FunctionName).toBeUndefined();
    expect(flow.DefinitionSubstitutions).toMatchObject({ PreArn: { 'Fn::GetAtt': ['FnBefore', 'Arn'] } });
    expect(JSON.stringify(flow.Policies)).toContain('"Resource":{"Fn::GetAtt":["FnBefore","Arn"]}');
    expect(files.find(({ path }) => path === 'src/app_before.py')).toEqual({
      path: 'src/app_before.py',
      before: undefined,
      after: target.files[0].text,
    });
  });

  it.each([
    ['a resource has the name', { resources: { FnBefore: { Type: 'AWS::SNS::Topic' } } }, 'has a resource FnBefore'],
    ['the code is in the template', { fn: { InlineCode: CODE, CodeUri: undefined } }, 'cannot be copied'],
  ] as const)('are not written where %s', async (_, parts, message) => {
    const result = await write(parts, target);
    expect(gatesOf(result).join('\n')).toContain(message);
    expect(result.files).toEqual([]);
  });

  it('are not written over a file that is there', async () => {
    const files = { 'template.json': template(), 'src/app.py': CODE, 'src/app_before.py': '# mine\n' };
    const result = await writeTarget(files, target);
    expect(gatesOf(result)).toEqual(['source: there is a file src/app_before.py already']);
    expect(result.files).toEqual([]);
  });
});

describe('a function that is unused', () => {
  const group = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Fn}' } },
  };

  it('is taken out with what is about it alone', async () => {
    const { resources, made } = await write({ resources: { Logs: group } }, ONE_CALL, { removesFunctions: true });
    expect(made).toMatchObject({ use: { kind: 'unused', others: ['Logs'] } });
    expect(Object.keys(resources)).toEqual(['Flow']);
  });

  it('takes its own role along', async () => {
    const role = {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [GRANT] } }] },
    };
    const { resources } = await write(
      { fn: { Policies: undefined, Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] } }, resources: { FnRole: role } },
      ONE_CALL,
      { removesFunctions: true },
    );
    expect(Object.keys(resources)).toEqual(['Flow']);
  });

  it.each([
    ['an output', { more: { Outputs: { Fn: { Value: { Ref: 'Fn' } } } } }, 'Outputs Fn'],
    ['an event of its own', { fn: { Events: { Api: { Type: 'Api' } } } }, 'its own Events'],
    [
      'another resource, by the name',
      {
        fn: { FunctionName: 'asks' },
        resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { Arn: 'a:function:asks' } } },
      },
      'Rule',
    ],
    [
      'what uses its alias',
      {
        resources: {
          Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' } } },
          Api: { Type: 'AWS::ApiGateway::Method', Properties: { Uri: { Ref: 'Live' } } },
        },
      },
      'Api',
    ],
  ] as const)('stays while it has %s', async (_, parts, user) => {
    const { resources, made } = await write(parts, ONE_CALL, { removesFunctions: true });
    expect(made).toMatchObject({ use: { kind: 'used', by: [user] } });
    expect(Object.keys(resources)).toContain('Fn');
  });
});
