/** The judge of migrated apps itself: what it lets pass, and what it must not. */
import { describe, expect, it } from 'vitest';
import { changedTasks, differenceOfRights, inOrderOfCdk, inTermsOf } from './judge.ts';
import { asWritten, definitionsOf, rightsOf } from './template.ts';
import type { Data, Right, Template } from './template.ts';

const ID = 'anthropic.claude-3-haiku-20240307-v1:0';
const ARN = `arn:\${AWS::Partition}:bedrock:\${AWS::Region}::foundation-model/${ID}`;

function asking(model: string, resource = 'bedrock:invokeModel', name = 'Ask'): Data {
  const ask = { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: { ModelId: model }, End: true };
  return { StartAt: name, States: { [name]: ask } };
}

describe('definitions', () => {
  it('may name a foundation model by its ARN', () => {
    expect(inTermsOf(asking(ID), asking(ARN))).toEqual(asking(ID));
  });

  it.each([
    ['another model', asking(ID), asking(ARN.replace('haiku', 'sonnet'))],
    ['a profile', asking(ID), asking(ARN.replace(':foundation-model', '111122223333:inference-profile'))],
    ['an ARN that is expected', asking(ARN), asking(ID)],
    [
      'another integration',
      asking(ID, 'aws-sdk:bedrockruntime:converse'),
      asking(ARN, 'aws-sdk:bedrockruntime:converse'),
    ],
    ['a model elsewhere', { ModelId: ID }, { ModelId: ARN }],
  ] as const)('may not name %s otherwise', (_, expected, made) => {
    expect(inTermsOf(expected, made)).not.toEqual(expected);
  });

  it('may have the entries for all errors last, and no other order', () => {
    const entry = (...names: readonly string[]): Data => ({ ErrorEquals: names });
    const given = { Retry: [entry('States.ALL'), entry('A'), entry('B')] };
    expect(inOrderOfCdk(given)).toEqual({ Retry: [entry('A'), entry('B'), entry('States.ALL')] });
    expect(inOrderOfCdk({ Retry: [entry('B'), entry('A')] })).toEqual({ Retry: [entry('B'), entry('A')] });
  });

  it('tell which tasks are other ones, in Maps too', () => {
    const within = (inner: Data): Data => ({ States: { Each: { Type: 'Map', ItemProcessor: inner } } });
    expect(changedTasks(within(asking(ID)), within(asking(ARN)))).toEqual(['Ask']);
    expect(changedTasks(within(asking(ID)), within(asking(ID)))).toEqual([]);
  });
});

describe('rights', () => {
  const right = (resource: string, more: Partial<Right> = {}): Right => ({
    effect: 'Allow',
    action: 'bedrock:InvokeModel',
    resource,
    condition: '',
    ...more,
  });
  const nothing = { widened: [], lost: [] };
  const call = asking(ARN);
  const converse = asking(ID, 'aws-sdk:bedrockruntime:converse');
  const both = {
    StartAt: 'A',
    States: { A: { Type: 'Parallel', Branches: [call, asking(ID, 'aws-sdk:bedrockruntime:converse', 'B')] } },
  };

  it('may be the same, those of the model in place of all, and a part of what is there', () => {
    expect(differenceOfRights([right(ARN)], [right(ARN)], call)).toEqual(nothing);
    expect(differenceOfRights([right('*')], [right(ARN)], call)).toEqual(nothing);
    expect(differenceOfRights([right('*')], [right('*'), right(ARN)], call)).toEqual(nothing);
    const invocation = right('${Fn.Arn}', { action: 'lambda:InvokeFunction' });
    expect(differenceOfRights([right(ARN), invocation], [right(ARN)], call)).toEqual(nothing);
  });

  it.each([
    ['all in place of one', [right(ARN)], [right('*')], call],
    ['another action', [right(ARN)], [right(ARN), right(ARN, { action: 'bedrock:Retrieve' })], call],
    ['no condition in place of one', [right(ARN, { condition: '{}' })], [right(ARN)], call],
    ['an invocation more', [right(ARN)], [right(ARN), right('${Fn.Arn}', { action: 'lambda:InvokeFunction' })], call],
    ['a refusal gone', [right(ARN), right(ARN, { effect: 'Deny' })], [right(ARN)], call],
    ['nothing', [right(ARN)], [], call],
    ['one model for a call of another kind', [right('*')], [right(ARN)], converse],
    ['another model', [right('*')], [right(ARN.replace('haiku', 'sonnet'))], call],
    ['one model, with a call of another kind beside', [right('*')], [right(ARN)], both],
  ] as const)('may not be %s', (_, expected, made, definition) => {
    expect(differenceOfRights(expected, made, definition)).not.toEqual(nothing);
  });

  it('are those of the role, by its own policies and by attached ones', () => {
    const statement = (Action: Data, Resource: Data): Data => ({ Effect: 'Allow', Action, Resource });
    const template: Template = {
      Resources: {
        Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { Policies: [{ PolicyDocument: { Statement: statement('bedrock:Retrieve', '*') } }] },
        },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            Roles: [{ Ref: 'Role' }],
            PolicyDocument: { Statement: [statement(['bedrock:InvokeModel', 's3:GetObject'], ['a', 'b'])] },
          },
        },
        Others: {
          Type: 'AWS::IAM::Policy',
          Properties: { Roles: [{ Ref: 'Other' }], PolicyDocument: { Statement: [statement('bedrock:*', '*')] } },
        },
      },
    };
    expect(rightsOf(template, 'Flow', /^bedrock:/).map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      'bedrock:InvokeModel a',
      'bedrock:InvokeModel b',
      'bedrock:Retrieve *',
    ]);
  });
});

describe('templates', () => {
  it('mean the same as people write them', () => {
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Task', Resource: 'arn:P:states:::x', Value: '"V"', End: true } },
    };
    const [before, between, after] = JSON.stringify(definition).split(/P|\\"V\\"/) as [string, string, string];
    const parts = [before, { Ref: 'AWS::Partition' }, between, { 'Fn::GetAtt': ['Fn', 'Arn'] }, after];
    const template: Template = {
      Resources: {
        Flow: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { DefinitionString: { 'Fn::Join': ['', parts] } },
          Metadata: { 'aws:cdk:path': 'Stack/Flow/Resource' },
        },
      },
    };
    const written = asWritten(template);
    expect(written.Resources.Flow?.Properties).toMatchObject({
      DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    });
    expect(JSON.stringify(written)).not.toContain('aws:cdk:path');
    expect(definitionsOf(written)).toEqual(definitionsOf(template));
    expect(JSON.stringify(definitionsOf(written))).toContain('${Fn.Arn}');
  });
});
