/** Definitions made for measuring: any number of states, in the mix of kinds that real ones have. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';

export type QueryLanguage = 'JSONPath' | 'JSONata';

type Fields = Readonly<Record<string, unknown>>;

const RETRY = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException', 'Bedrock.ThrottlingException'],
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
];

const STATES: Readonly<Record<QueryLanguage, readonly Fields[]>> = {
  JSONPath: [
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:load', 'Payload.$': '$.order' },
      ResultSelector: { 'order.$': '$.Payload' },
      TimeoutSeconds: 60,
      Retry: RETRY,
    },
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::bedrock:invokeModel',
      Parameters: {
        ModelId: 'anthropic.claude-3-haiku-20240307-v1:0',
        Body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 500, 'messages.$': '$.order.messages' },
      },
      ResultPath: '$.answer',
      TimeoutSeconds: 120,
      Retry: RETRY,
    },
    { Type: 'Pass', Parameters: { 'order.$': '$', 'label.$': "States.Format('order {}', $.order.id)" } },
    { Type: 'Wait', Seconds: 5 },
  ],
  JSONata: [
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: {
        FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:load',
        Payload: '{% $states.input.order %}',
      },
      Output: '{% { "order": $states.result.Payload } %}',
      TimeoutSeconds: 60,
      Retry: RETRY,
    },
    { Type: 'Pass', Output: { order: '{% $states.input.order %}', label: "{% 'order ' & $states.input.order.id %}" } },
    { Type: 'Wait', Seconds: '{% $states.input.order.wait %}' },
  ],
};

/** A chain of `count` states. */
export function definition(count: number, language: QueryLanguage): Fields {
  const kinds = STATES[language];
  const states: Record<string, Fields> = {};
  for (let i = 0; i < count; i++) {
    const next = i === count - 1 ? { End: true } : { Next: `State ${i + 1}` };
    states[`State ${i}`] = { ...kinds[i % kinds.length], ...next };
  }
  const comment = `Measured ${language} definition of ${count} states.`;
  return { Comment: comment, QueryLanguage: language, StartAt: 'State 0', States: states };
}

export function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

export function writeYaml(file: string, value: unknown): void {
  writeFileSync(file, stringify(value, { aliasDuplicateObjects: false }));
}

const FLOW = `import { Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

export class Flow extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const steps = ['Read', 'Ask', 'Judge', 'Store', 'Tell'].map(
      (name) =>
        new tasks.CallAwsService(this, name, {
          service: 'bedrockruntime',
          action: 'converse',
          iamAction: 'bedrock:InvokeModel',
          iamResources: ['arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0'],
          parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: sfn.JsonPath.objectAt('$.messages') },
          resultPath: '$.answer',
        }),
    );
    const chain = steps.slice(1).reduce((done, step) => done.next(step), sfn.Chain.start(steps[0]));
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(chain) });
  }
}
`;

/** A module of a service, every fifth one with constructs of CDK, that imports the one after it. */
function plainScript(i: number, count: number): string {
  const functions = Array.from(
    { length: 60 },
    (_, k) =>
      `export function scale${k}(input: readonly Item[], factor = ${k}): Item[] {\n` +
      `  return input.filter(({ value }) => value > factor).map((item) => ({ ...item, value: item.value * factor }));\n}\n`,
  );
  const constructs =
    i % 5 === 0 ? "import { Bucket } from 'aws-cdk-lib/aws-s3';\nexport const buckets = [Bucket];\n" : '';
  return `import { length } from './part-${(i + 1) % count}';\n${constructs}interface Item {\n  readonly value: number;\n}\n${functions.join('')}export { length };\n`;
}

/** A folder of scripts of which some make state machines with CDK. */
export function writeScripts(folder: string, flows: number, others: number): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < flows; i++) writeFileSync(path.join(folder, `flow-${i}.ts`), FLOW);
  for (let i = 0; i < others; i++) writeFileSync(path.join(folder, `part-${i}.ts`), plainScript(i, others));
}

/** Many small definitions, a hundred to a folder; every second one YAML, every third one JSONata. */
export function writeMany(folder: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const place = path.join(folder, `group-${Math.floor(i / 100)}`);
    if (i % 100 === 0) mkdirSync(place, { recursive: true });
    const value = definition(3 + (i % 8), i % 3 === 0 ? 'JSONata' : 'JSONPath');
    if (i % 2 === 0) writeJson(path.join(place, `machine-${i}.asl.json`), value);
    else writeYaml(path.join(place, `machine-${i}.asl.yaml`), value);
  }
}
