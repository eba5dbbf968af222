/** From a Lambda task to the code that it runs, by every way in which a template tells it. */
import { describe, expect, it } from 'vitest';
import type { FileTable } from '../support/memory-files.ts';
import { decideAll } from './decide-task.ts';

const CODE = 'def handler(event, context):\n    return event\n';

function sam(properties: object, task: object, others: object = {}): string {
  return JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: { Runtime: 'python3.13', Handler: 'app.handler', ...properties },
      },
      ...others,
      Machine: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: {
          DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
          Definition: { StartAt: 'A', States: { A: { Type: 'Task', End: true, ...task } } },
        },
      },
    },
  });
}

const BY_ARN = { Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] } };

async function sourceOf(files: FileTable): Promise<string> {
  const [decision] = await decideAll(files);
  const { source, label } = decision!.function;
  return source.kind === 'file' ? `${label} ${source.file.path} ${source.handler}` : `${label}: ${source.why}`;
}

describe('the function of a task', () => {
  const files = { 'src/app.py': CODE };
  const ways: readonly (readonly [string, object])[] = [
    ['a reference as Resource', BY_ARN],
    ['a substitution as Resource', { Resource: '${FnArn}' }],
    [
      'lambda:invoke with a Ref',
      { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: { Ref: 'Fn' } } },
    ],
    [
      'lambda:invoke with a substitution',
      { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: '${FnArn}' } },
    ],
    [
      'an ARN with the name in it',
      { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}' } },
    ],
  ];

  it.each(ways)('is found by %s', async (_way, task) => {
    expect(await sourceOf({ ...files, 'template.json': sam({ CodeUri: './src/' }, task) })).toBe(
      'Fn src/app.py handler',
    );
  });

  it('is found by its name', async () => {
    const task = { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'summarise' } };
    expect(
      await sourceOf({ ...files, 'template.json': sam({ CodeUri: 'src', FunctionName: 'summarise' }, task) }),
    ).toBe('Fn src/app.py handler');
  });

  it('is not guessed', async () => {
    const task = { Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:elsewhere' };
    expect(await sourceOf({ ...files, 'template.json': sam({ CodeUri: 'src' }, task) })).toContain(
      'is not declared in the template',
    );
    const alone = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', End: true, ...task } } });
    expect(await sourceOf({ 'a.asl.json': alone })).toContain('no template declares this machine');
  });

  it('may be behind an alias, which is a reason to stay', async () => {
    const alias = {
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' },
      },
    };
    const [decision] = await decideAll({
      ...files,
      'template.json': sam({ CodeUri: 'src' }, { Resource: { Ref: 'Live' } }, alias),
    });
    expect(decision!.function.qualifier).toBeDefined();
  });
});

describe('the code of a function', () => {
  const nested = { 'src/app.py': CODE, 'src/deep/er.py': CODE };
  const rows: readonly (readonly [string, object, string])[] = [
    ['a dotted handler', { CodeUri: 'src', Handler: 'deep.er.handler' }, 'Fn src/deep/er.py handler'],
    ['a handler with slashes', { CodeUri: 'src', Handler: 'deep/er.handler' }, 'Fn src/deep/er.py handler'],
    [
      'code in the template',
      { InlineCode: CODE, Handler: 'index.handler' },
      'Fn template.json (code in the template) handler',
    ],
    [
      'code in the template with a template literal',
      { InlineCode: 'exports.handler = async (e) => `${e.a}`;', Handler: 'index.handler', Runtime: 'nodejs22.x' },
      'Fn template.json (code in the template) handler',
    ],
    [
      'code in the template that the deployment fills in',
      { InlineCode: { 'Fn::Sub': 'def handler(e, c):\n    return "${Table}"\n' }, Handler: 'index.handler' },
      'Fn: the code in the template has parts that are known at deployment only',
    ],
    ['a bucket', { CodeUri: 's3://bucket/key.zip' }, 'Fn: the code of the function is not in this project'],
    ['a missing file', { CodeUri: 'src', Handler: 'gone.handler' }, 'Fn: there is no file gone.py in src'],
    ['an image', { PackageType: 'Image' }, 'Fn: the function is a container image'],
    ['another language', { CodeUri: 'src', Runtime: 'java21' }, 'Fn: the runtime java21 is not read'],
    ['a folder outside', { CodeUri: '../../elsewhere' }, 'Fn: there is no file app.py in ../../elsewhere'],
  ];

  it.each(rows)('%s', async (_name, properties, expected) => {
    expect(await sourceOf({ ...nested, 'template.json': sam(properties, BY_ARN) })).toBe(expected);
  });

  it('comes from Globals, where the function sets none', async () => {
    const template = JSON.parse(sam({ Runtime: undefined, Handler: undefined }, BY_ARN)) as object;
    const text = JSON.stringify({
      ...template,
      Globals: { Function: { Runtime: 'python3.13', Handler: 'app.handler', CodeUri: 'src' } },
    });
    expect(await sourceOf({ ...nested, 'template.json': text })).toBe('Fn src/app.py handler');
  });

  it('is the asset of a synthesised template', async () => {
    const text = JSON.stringify({
      Resources: {
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs22.x',
            Handler: 'index.handler',
            Code: { S3Bucket: 'assets', S3Key: 'abc123.zip' },
          },
        },
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            DefinitionString: {
              'Fn::Join': [
                '',
                [
                  '{"StartAt":"A","States":{"A":{"Type":"Task","End":true,"Resource":"',
                  { 'Fn::GetAtt': ['Fn', 'Arn'] },
                  '"}}}',
                ],
              ],
            },
          },
        },
      },
    });
    expect(
      await sourceOf({
        'out/Stack.template.json': text,
        'out/asset.abc123/index.js': 'exports.handler = async () => 1;',
      }),
    ).toBe('Fn out/asset.abc123/index.js handler');
  });
});
