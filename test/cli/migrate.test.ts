/** `sfn-lint migrate`, and `--fix` with the same rules, as a user runs them on a project of several files. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const HANDLER = `import json, os
import boto3

bedrock = boto3.client("bedrock-runtime")


def lambda_handler(event, context):
    reply = bedrock.invoke_model(
        modelId=os.environ["MODEL_ID"],
        body=json.dumps({
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 200,
            "messages": [{"role": "user", "content": "Shorten: " + event["text"]}],
        }),
    )
    return {"short": json.loads(reply["body"].read())["content"][0]["text"]}
`;

const SENDER = `import boto3
bedrock = boto3.client("bedrock-runtime")
sns = boto3.client("sns")


def handler(event, context):
    for topic in event["topics"]:
        bedrock.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": topic}]}])
        sns.publish(TopicArn=topic, Message="done")
    return "ok"
`;

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Model: {Type: String}
Resources:
  Shorten:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      CodeUri: shorten/
      Handler: app.lambda_handler
      Timeout: 45
      Environment:
        Variables:
          MODEL_ID: !Ref Model
      Policies:
        - Statement:
            - {Effect: Allow, Action: bedrock:InvokeModel, Resource: !Sub "arn:aws:bedrock:\${AWS::Region}::foundation-model/\${Model}"}
  ShortenLogs: # kept for a month
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/\${Shorten}
      RetentionInDays: 30
  Send:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, CodeUri: send/, Handler: app.handler}
  Plain:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, CodeUri: plain/, Handler: app.handler}
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.yaml
      DefinitionSubstitutions:
        ShortenArn: !GetAtt Shorten.Arn
        SendArn: !GetAtt Send.Arn
        PlainArn: !GetAtt Plain.Arn
      Policies:
        - LambdaInvokePolicy: {FunctionName: !Ref Shorten}
        - LambdaInvokePolicy: {FunctionName: !Ref Send}
        - LambdaInvokePolicy: {FunctionName: !Ref Plain}
`;

const FLOW = `StartAt: Shorten
States:
  Shorten: # the first step
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Parameters:
      FunctionName: \${ShortenArn}
      Payload.$: $
    OutputPath: $.Payload
    Retry:
      - ErrorEquals: [Lambda.TooManyRequestsException]
        MaxAttempts: 2
        JitterStrategy: FULL
    Next: Send
  Send:
    Type: Task
    Resource: \${SendArn}
    Next: Plain
  Plain:
    Type: Task
    Resource: \${PlainArn}
    Next: Elsewhere
  Elsewhere:
    Type: Task
    Resource: arn:aws:lambda:eu-west-1:111122223333:function:elsewhere
    End: true
`;

function project(): Workspace {
  return workspace({
    'template.yaml': TEMPLATE,
    'flow.asl.yaml': FLOW,
    'shorten/app.py': HANDLER,
    'send/app.py': SENDER,
    'plain/app.py': 'def handler(event, context):\n    return event\n',
  });
}

interface Shown {
  readonly machines: readonly { readonly tasks: readonly Readonly<Record<string, unknown>>[] }[];
  readonly summary: Readonly<Record<string, number>>;
}

describe('migrate', () => {
  it('says for each task what runs behind it, what would change, and the patch, and changes nothing', () => {
    const opened = project();
    const { code, out } = opened.run(['migrate']);
    expect(code).toBe(0);
    expect(out).toContain('State "Shorten" runs Shorten (shorten/app.py, lambda_handler), which calls invoke_model.');
    expect(out).toMatch(/^ {4}result +equal$/m);
    expect(out).toMatch(/^ {4}permissions +changed /m);
    expect(out).toMatch(/^ {4}history +changed +prompts and answers appear/m);
    expect(out).toContain('Shorten is unused then, and with it ShortenLogs; --remove-functions takes it out');
    expect(out).toContain('+++ b/flow.asl.yaml');
    expect(out).toContain('State "Send" runs Send (send/app.py, handler), which calls converse.');
    expect(out).toMatch(/- one-call: .*\n.*send\/app\.py:8:\d+ /);
    expect(out).toContain('It calls no model.');
    expect(out).toContain('What it does is not known: the function is not declared in the template');
    expect(out).toContain('4 Lambda tasks: 1 safe (--fix), 1 not migrated, 1 without a model call, 1 unknown.');
    const prose = out.split('\n').filter((line) => !/^[ +-]/.test(line) || /^ {2,4}\S/.test(line));
    expect(prose.filter((line) => line.length > 100 && !/^[-+@]/.test(line))).toEqual([]);
    expect([opened.read('template.yaml'), opened.read('flow.asl.yaml')]).toEqual([TEMPLATE, FLOW]);
  });

  it('carries the same as JSON', () => {
    const { out } = project().run(['migrate', '--format', 'json']);
    const { machines, summary } = JSON.parse(out) as Shown;
    expect(summary).toEqual({ safe: 1, guarded: 0, plan: 1, noModel: 1, unknown: 1 });
    const [shorten, send] = machines[0]!.tasks;
    expect(shorten).toMatchObject({
      state: ['Shorten'],
      outcome: 'safe',
      function: 'Shorten',
      source: { file: 'shorten/app.py', handler: 'lambda_handler' },
      aspects: { result: [], timeout: [] },
      functionUse: { kind: 'unused', others: ['ShortenLogs'] },
    });
    expect(shorten!.patch).toContain('+++ b/template.yaml');
    expect(send).toMatchObject({ outcome: 'plan' });
    expect((send!.reasons as readonly { gate: string }[]).map(({ gate }) => gate)).toContain('one-call');
  });

  it('writes with --fix, and has nothing left to write the second time', () => {
    const opened = project();
    const { code, out } = opened.run(['migrate', '--fix']);
    expect(code).toBe(0);
    expect(out).toContain('Written: 1 task migrated.');
    const flow = opened.read('flow.asl.yaml');
    expect(flow).toContain('  Shorten: # the first step\n');
    expect(flow).toContain('Resource: arn:aws:states:::bedrock:invokeModel');
    const template = opened.read('template.yaml');
    expect(template).not.toContain('ShortenArn');
    expect(template).not.toContain('FunctionName: !Ref Shorten}');
    expect(template).toContain('Action: bedrock:InvokeModel\n');
    expect(template).toContain('  Shorten:\n    Type: AWS::Serverless::Function');
    const again = opened.run(['migrate', '--fix']);
    expect(again.out).toContain('Nothing is written.');
    expect([opened.read('flow.asl.yaml'), opened.read('template.yaml')]).toEqual([flow, template]);
  });

  it('prints with --diff a patch that git applies, the same as --fix writes', () => {
    const [patched, fixed] = [project(), project()];
    const { code, out } = patched.run(['migrate', '--diff']);
    expect(code).toBe(1);
    patched.write('all.patch', out);
    const git = spawnSync('git', ['apply', 'all.patch'], { cwd: patched.root, encoding: 'utf8' });
    expect(git.stderr).toBe('');
    fixed.run(['migrate', '--fix']);
    for (const file of ['template.yaml', 'flow.asl.yaml']) expect(patched.read(file)).toBe(fixed.read(file));
  });

  it('prints the tabs of a file in its patch', () => {
    const app = `import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Stack } from 'aws-cdk-lib';

class Shortening extends Stack {
\tconstructor(scope, id) {
\t\tsuper(scope, id);
\t\tconst shorten = new lambda.Function(this, 'Shorten', {
\t\t\truntime: lambda.Runtime.PYTHON_3_12,
\t\t\thandler: 'app.lambda_handler',
\t\t\tcode: lambda.Code.fromAsset('shorten'),
\t\t\tenvironment: { MODEL_ID: 'anthropic.claude-3-haiku-20240307-v1:0' },
\t\t});
\t\tshorten.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
\t\tconst task = new tasks.LambdaInvoke(this, 'Make it short', {
\t\t\tlambdaFunction: shorten,
\t\t\toutputPath: '$.Payload',
\t\t});
\t\tnew sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
\t}
}
new Shortening(undefined, 'Shortening');
`;
    const { out } = workspace({ 'cdk.json': '{}', 'lib/app.js': app, 'shorten/app.py': HANDLER }).run(['migrate']);
    expect(out).toContain('lib/app.js: Machine');
    expect(out).toContain('-\t\t\tlambdaFunction: shorten,');
    expect(out).toContain("+\t\tconst task = tasks.BedrockInvokeModel.jsonata(this, 'Make it short', {");
  });

  it('takes the function out when asked to', () => {
    const opened = project();
    opened.run(['migrate', '--fix', '--remove-functions']);
    const template = opened.read('template.yaml');
    expect(template).not.toMatch(/^ {2}Shorten/m);
    expect(template).toContain('  Send:\n');
    expect(opened.run(['migrate']).out).toContain('3 Lambda tasks: 1 not migrated');
    expect(opened.has('shorten/app.py')).toBe(true);
  });

  it('refuses --remove-functions without --fix', () => {
    expect(project().run(['migrate', '--remove-functions'])).toMatchObject({ code: 2 });
  });
});

describe('the rule', () => {
  it('does the same with --fix', () => {
    const [one, other] = [project(), project()];
    one.run(['--fix', '--only', 'lambda-wrapped-model-call']);
    other.run(['migrate', '--fix']);
    for (const file of ['template.yaml', 'flow.asl.yaml']) expect(one.read(file)).toBe(other.read(file));
  });

  it('names every line that stands in the way', () => {
    const { out } = project().run(['--only', 'lambda-wrapped-model-call']);
    expect(out).toContain('State "Send" runs the Lambda function "Send", which calls converse');
    expect(out).toContain('send/app.py:8');
    expect(out).not.toContain('State "Plain"');
  });
});

describe('report', () => {
  it('says which code runs behind each Lambda task', () => {
    const { out } = project().run(['report']);
    expect(out).toContain('### Lambda tasks');
    expect(out).toMatch(/\| Shorten \| .*shorten\/app\.py.*lambda\\?_handler/);
    expect(out).toMatch(/\| Elsewhere \| .*not declared in the template/);
  });
});
