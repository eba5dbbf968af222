/**
 * The fix as a user meets it: each handler of these tests behind a state in a template, fixed, and linted again. What was
 * written says nothing wrong under the recommended rules, and a second run has nothing to do.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { fixFiles } from '../support/fix-files.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { PYTHON_CASES } from './python-cases.ts';
import type { PythonCase } from './python-cases.ts';

const HANDLERS = path.join(import.meta.dirname, 'python', 'handlers');

const ACTIONS = ['bedrock:InvokeModel', 'bedrock:Retrieve', 'bedrock:RetrieveAndGenerate'];

/** Every kind of thing that the handlers call. */
const RESOURCES = [
  'arn:aws:bedrock:*::foundation-model/a*',
  'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/us.a*',
  'arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/A*',
];

/** States that call the function in three forms, two of them with error handling of their own. */
const FORMS: Readonly<Record<string, object>> = {
  'its ARN': { Type: 'Task', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] }, End: true },
  'lambda:invoke, with the errors of Lambda handled': {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: '${FnArn}', 'Payload.$': '$' },
    OutputPath: '$.Payload',
    Retry: [
      {
        ErrorEquals: ['Lambda.ServiceException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'],
        IntervalSeconds: 2,
        MaxAttempts: 6,
        BackoffRate: 2,
      },
    ],
    Catch: [{ ErrorEquals: ['ThrottlingException'], Next: 'Wait' }],
    Next: 'Done',
  },
  'JSONata, with everything retried': {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: '${FnArn}', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, BackoffRate: 1 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wait' }],
    Next: 'Done',
  },
};

function project(test: PythonCase, state: object): FileTable {
  const { name, handler, environment = {} } = test;
  const template = {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Runtime: 'python3.12',
          CodeUri: 'fn/',
          Handler: `${name}.${handler}`,
          Timeout: 30,
          Environment: { Variables: environment },
          Policies: [{ Statement: [{ Effect: 'Allow', Action: ACTIONS, Resource: RESOURCES }] }],
        },
      },
      Machine: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: {
          Definition: {
            StartAt: 'Ask',
            States: { Ask: state, Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: { Type: 'Succeed' } },
          },
          DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
          Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }],
        },
      },
    },
  };
  return {
    'template.json': JSON.stringify(template, undefined, 2),
    [`fn/${name}.py`]: readFileSync(path.join(HANDLERS, `${name}.py`), 'utf8'),
  };
}

/** What the handler asks for of itself: it was so before, and nobody saw it. */
const ASKED_FOR: Readonly<Record<string, readonly string[]>> = {
  titan: ['retired-model'],
  converse_history: ['missing-token-limit'],
};

/** What Retry of the task did already: it ran the whole function again. */
const RETRIED: Readonly<Record<string, readonly string[]>> = { each_item: ['map-retry-reruns-all'] };

const MIGRATIONS = ['lambda-wrapped-model-call', 'lambda-wrapped-agent-call'];

/** Strict rules about calls that were hidden in the function: what they ask for is what it was before. */
const SEEN_NOW: readonly string[] = [
  'missing-cost-tags',
  'missing-token-limit',
  'retired-model',
  'unchecked-stop-reason',
  'wildcard-model-permission',
];

const rulesOf = (found: readonly Diagnostic[]): ReadonlySet<string> => new Set(found.map(({ rule }) => rule));

describe('a migrated task', () => {
  const migratable = PYTHON_CASES.filter(({ outcome }) => outcome === 'safe' || outcome === 'guarded');
  const rows = migratable.flatMap((test) =>
    Object.entries(FORMS).map(([form, state]) => [test.name, form, test, state] as const),
  );

  it.each(rows)('%s, called by %s, has nothing new to say', async (name, _form, test, state) => {
    const files = project(test, state);
    const before = await lintFiles(files);
    const fixed = await fixFiles(files, { only: MIGRATIONS });
    expect(fixed.changed).toEqual(['template.json']);
    const after = await lintFiles(fixed.files);
    const known = rulesOf(before.diagnostics);
    const news = after.diagnostics.filter(({ rule }) => !known.has(rule));
    expect([...rulesOf(news)], news.map(({ message }) => message).join('\n')).toEqual([
      ...(ASKED_FOR[name] ?? []),
      ...(!('Retry' in state) ? [] : (RETRIED[name] ?? [])),
    ]);
    expect([...rulesOf(after.diagnostics)]).not.toContain('lambda-wrapped-model-call');
    const strict = { preset: 'strict' } as const;
    const strictBefore = rulesOf((await lintFiles(files, strict)).diagnostics);
    const strictAfter = rulesOf((await lintFiles(fixed.files, strict)).diagnostics);
    const expected = [...strictBefore, ...SEEN_NOW, ...('Retry' in state ? (RETRIED[name] ?? []) : [])];
    expect([...strictAfter].filter((rule) => !expected.includes(rule))).toEqual([]);
    expect((await fixFiles(fixed.files, { only: MIGRATIONS })).changed).toEqual([]);
  });
});
