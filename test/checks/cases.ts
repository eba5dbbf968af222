/**
 * What validators of state machines check, each with the smallest machines that show it, the rule that speaks and its
 * level. The numbers stay: `docs/checks.md` is written from this table.
 */
import type { Severity } from '../../src/rules/rule.ts';
import type { FileTable } from '../support/memory-files.ts';

export interface CheckCase {
  readonly number: number;
  readonly check: string;
  readonly rule: string;
  readonly severity: Severity;
  /** Each of these must be found. */
  readonly samples: readonly FileTable[];
}

type Fields = Readonly<Record<string, unknown>>;

const END = { End: true };
const PASS = { Type: 'Pass', ...END };
const FAIL = { Type: 'Fail', Error: 'E' };
const BODY = { StartAt: 'Inner', States: { Inner: PASS } };
const DISTRIBUTED = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...BODY };
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const CALL = { FunctionName: 'f', Payload: {} };
const JSONATA = { QueryLanguage: 'JSONata' };
const EXPRESS = 'EXPRESS';

function json(definition: unknown): FileTable {
  return { 'machine.asl.json': typeof definition === 'string' ? definition : JSON.stringify(definition) };
}

/** The first state is where it starts. */
function machine(states: Fields, more: Fields = {}): FileTable {
  return json({ StartAt: Object.keys(states)[0], States: states, ...more });
}

/** One state of a type that goes on or ends by itself. */
function one(state: Fields, more: Fields = {}): FileTable {
  return machine({ Work: state }, more);
}

function task(fields: Fields, more: Fields = {}): FileTable {
  return one({ Type: 'Task', Resource: LAMBDA, Parameters: CALL, ...END, ...fields }, more);
}

function jsonataTask(fields: Fields): FileTable {
  return task({ Parameters: undefined, Arguments: CALL, ...fields }, JSONATA);
}

/** The same fields in both query languages. */
function tasks(fields: Fields): readonly FileTable[] {
  return [task(fields), jsonataTask(fields)];
}

function pass(fields: Fields, more: Fields = {}): FileTable {
  return one({ ...PASS, ...fields }, more);
}

function jsonataPass(output: unknown): FileTable {
  return pass({ Output: output }, JSONATA);
}

function wait(fields: Fields): FileTable {
  return one({ Type: 'Wait', ...END, ...fields });
}

function waits(fields: Fields): readonly FileTable[] {
  return [wait(fields), one({ Type: 'Wait', ...END, ...fields }, JSONATA)];
}

function map(fields: Fields, more: Fields = {}): FileTable {
  return one({ Type: 'Map', ItemProcessor: BODY, ...END, ...fields }, more);
}

/** The same fields in both query languages. */
function maps(fields: Fields): readonly FileTable[] {
  return [map(fields), map(fields, JSONATA)];
}

function distributed(fields: Fields, more: Fields = {}): FileTable {
  return map({ ItemProcessor: DISTRIBUTED, ...fields }, more);
}

function bothDistributed(fields: Fields): readonly FileTable[] {
  return [distributed(fields), distributed(fields, JSONATA)];
}

function choice(rule: Fields, more: Fields = {}): FileTable {
  return machine({ Pick: { Type: 'Choice', Choices: [rule], Default: 'Done' }, Done: { Type: 'Succeed' } }, more);
}

/** A rule of a JSONPath Choice that leads on. */
function comparison(fields: Fields): FileTable {
  return choice({ Variable: '$.a', Next: 'Done', ...fields });
}

function retry(retrier: Fields): readonly FileTable[] {
  return tasks({ Retry: [{ ErrorEquals: ['E'], ...retrier }] });
}

function caught(catcher: Fields, more: Fields = {}): FileTable {
  const work = {
    Type: 'Task',
    Resource: LAMBDA,
    Next: 'Done',
    Catch: [{ ErrorEquals: ['E'], Next: 'Done', ...catcher }],
  };
  return machine(
    {
      Work: { ...work, ...(more.QueryLanguage === 'JSONata' ? { Arguments: CALL } : { Parameters: CALL }) },
      Done: { Type: 'Succeed' },
    },
    more,
  );
}

function sam(properties: Fields, others: Fields = {}): FileTable {
  const Resources = { Flow: { Type: 'AWS::Serverless::StateMachine', Properties: properties }, ...others };
  return { 'template.json': JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources }) };
}

function cloudFormation(properties: Fields): FileTable {
  const Properties = { RoleArn: 'arn:aws:iam::111122223333:role/flow', ...properties };
  const Resources = { Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties } };
  return { 'template.json': JSON.stringify({ Resources }) };
}

const DEFINITION = { StartAt: 'Work', States: { Work: PASS } };
const EXAMPLE_TOKEN = `ghp_${'0123456789'.repeat(4).slice(0, 36)}`;

function expressMachine(state: Fields): FileTable {
  return sam({ Type: EXPRESS, Definition: { StartAt: 'Work', States: { Work: state } } });
}

const ERROR = 'error';
const WARNING = 'warning';
const NOTE = 'note';

type Row = readonly [
  number: number,
  check: string,
  rule: string,
  severity: Severity,
  samples: FileTable | readonly FileTable[],
];

const ROWS: readonly Row[] = [
  // Documents
  [1, 'the text is JSON or YAML', 'parse-error', ERROR, [json('{"StartAt": '), { 'm.asl.yaml': 'StartAt: [' }]],
  [2, 'the definition is not empty', 'parse-error', ERROR, [json(''), json('  \n')]],
  [
    3,
    'the definition is not larger than 1 MiB',
    'definition-too-large',
    ERROR,
    pass({ Comment: 'x'.repeat(1_100_000) }),
  ],
  [4, 'the definition is an object', 'parse-error', ERROR, [json('[]'), json('"text"')]],
  [
    5,
    'no key is written twice',
    'duplicate-key',
    WARNING,
    json('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Comment":"x","Comment":"y"}}}'),
  ],
  [
    6,
    'a JSON file is plain JSON',
    'json-comment',
    NOTE,
    json('{"StartAt":"A", // start\n"States":{"A":{"Type":"Pass","End":true}}}'),
  ],
  [
    7,
    'YAML tags are known',
    'unknown-yaml-tag',
    WARNING,
    { 'm.asl.yaml': 'StartAt: A\nStates:\n  A: {Type: Pass, End: true, Comment: !Foo x}\n' },
  ],
  [
    8,
    'the definition does not nest too deeply',
    'parse-error',
    ERROR,
    json(`${'{"a":'.repeat(600)}1${'}'.repeat(600)}`),
  ],
  // The whole machine
  [9, 'StartAt is there', 'missing-field', ERROR, json({ States: { A: PASS } })],
  [10, 'States is there', 'missing-field', ERROR, json({ StartAt: 'A' })],
  [11, 'the machine has no other fields', 'unknown-field', ERROR, pass({}, { Timeout: 5 })],
  [
    12,
    'branches and item processors have no other fields',
    'unknown-field',
    ERROR,
    maps({ ItemProcessor: { ...BODY, Version: '1.0' } }),
  ],
  [13, 'Version is 1.0', 'unknown-value', WARNING, pass({}, { Version: '2.0' })],
  [
    14,
    'TimeoutSeconds of the machine is in its range',
    'value-out-of-range',
    ERROR,
    pass({}, { TimeoutSeconds: 100_000_000 }),
  ],
  [15, 'Comment is a text', 'wrong-value-type', ERROR, [pass({ Comment: 5 }), pass({}, { Comment: [] })]],
  [
    16,
    'QueryLanguage is JSONPath or JSONata',
    'unknown-value',
    ERROR,
    [pass({}, { QueryLanguage: 'jsonata' }), pass({ QueryLanguage: 'JMESPath' })],
  ],
  [
    17,
    'the name of the machine is not empty, not too long, and of the characters that are allowed',
    'invalid-machine-name',
    ERROR,
    [
      sam({ Name: 'a name', Definition: DEFINITION }),
      cloudFormation({ StateMachineName: 'x'.repeat(81), Definition: DEFINITION }),
      cloudFormation({ StateMachineName: '', Definition: DEFINITION }),
    ],
  ],
  // States
  [18, 'a state is an object', 'wrong-value-type', ERROR, machine({ A: PASS, B: 'text' })],
  [19, 'Type is there', 'missing-field', ERROR, one({ End: true })],
  [
    20,
    'Type is one of the eight',
    'unknown-value',
    ERROR,
    [one({ Type: 'Tsak', End: true }), one({ Type: 'pass', End: true })],
  ],
  [21, 'a state has no other fields', 'unknown-field', ERROR, [pass({ Foo: 1 }), pass({ Foo: 1 }, JSONATA)]],
  [
    22,
    'a field stands where its state type takes it',
    'unknown-field',
    ERROR,
    [pass({ TimeoutSeconds: 5 }), wait({ Seconds: 1, Retry: [] }), pass({ Catch: [] }, JSONATA)],
  ],
  [23, 'a state name has 80 characters at most', 'state-name-too-long', ERROR, machine({ ['n'.repeat(81)]: PASS })],
  [
    25,
    'no two states have the same name',
    'duplicate-state-name',
    ERROR,
    map({ ItemProcessor: { StartAt: 'Work', States: { Work: PASS } } }),
  ],
  [26, 'a Task has a Resource', 'missing-field', ERROR, tasks({ Resource: undefined })],
  [27, 'a Parallel has Branches', 'missing-field', ERROR, one({ Type: 'Parallel', ...END })],
  [28, 'Branches is not empty', 'wrong-value-type', ERROR, one({ Type: 'Parallel', Branches: [], ...END })],
  [
    29,
    'branches and item processors have StartAt and States',
    'missing-field',
    ERROR,
    [
      one({ Type: 'Parallel', Branches: [{ StartAt: 'A' }], ...END }),
      map({ ItemProcessor: { States: { Inner: PASS } } }),
    ],
  ],
  [
    30,
    'a Choice has a rule',
    'missing-field',
    ERROR,
    machine({ Pick: { Type: 'Choice', Default: 'Done' }, Done: { Type: 'Succeed' } }),
  ],
  [31, 'a Map has an ItemProcessor or Iterator', 'missing-field', ERROR, maps({ ItemProcessor: undefined })],
  [
    32,
    'Fail takes no input or output',
    'unknown-field',
    ERROR,
    [one({ ...FAIL, InputPath: '$' }), one({ ...FAIL, Output: {} }, JSONATA)],
  ],
  [
    33,
    'Succeed takes its own fields only',
    'unknown-field',
    ERROR,
    [one({ Type: 'Succeed', Result: {} }), one({ Type: 'Succeed', Next: 'Work' })],
  ],
  [34, 'a Pass has not both Result and Parameters', 'discarded-result', WARNING, pass({ Result: {}, Parameters: {} })],
  [35, 'the Result of a Pass is not thrown away', 'discarded-result', WARNING, pass({ Result: {}, ResultPath: null })],
  [
    36,
    'Succeed and Fail take no Assign',
    'unknown-field',
    ERROR,
    [one({ Type: 'Succeed', Assign: { a: 1 } }), one({ ...FAIL, Assign: { a: 1 } }, JSONATA)],
  ],
  [37, 'Assign is an object', 'wrong-value-type', ERROR, [pass({ Assign: [] }), pass({ Assign: 5 }, JSONATA)]],
  // Transitions
  [38, 'the target of StartAt exists', 'missing-transition-target', ERROR, json({ StartAt: 'B', States: { A: PASS } })],
  [
    39,
    'the target of Next exists',
    'missing-transition-target',
    ERROR,
    machine({ A: { Type: 'Pass', Next: 'B' }, C: PASS }),
  ],
  [
    40,
    'the target of a choice rule exists',
    'missing-transition-target',
    ERROR,
    [choice({ Variable: '$.a', IsPresent: true, Next: 'X' }), choice({ Condition: true, Next: 'X' }, JSONATA)],
  ],
  [
    41,
    'the target of Default exists',
    'missing-transition-target',
    ERROR,
    machine({
      Pick: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Done' }], Default: 'X' },
      Done: { Type: 'Succeed' },
    }),
  ],
  [
    42,
    'the target of a catcher exists',
    'missing-transition-target',
    ERROR,
    [caught({ Next: 'X' }), caught({ Next: 'X' }, JSONATA)],
  ],
  [
    43,
    'no transition leads out of or into a branch or Map',
    'missing-transition-target',
    ERROR,
    machine({
      Work: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Pass', Next: 'Done' } } },
        Next: 'Done',
      },
      Done: PASS,
    }),
  ],
  [44, 'every state is referred to', 'unreachable-state', ERROR, machine({ A: PASS, B: PASS })],
  [
    45,
    'every state is reached from the start',
    'unreachable-state',
    ERROR,
    machine({ A: PASS, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } }),
  ],
  [
    46,
    'some state ends the machine',
    'missing-end-state',
    ERROR,
    machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
  ],
  [
    48,
    'a state has not both Next and End',
    'conflicting-fields',
    ERROR,
    machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: PASS }),
  ],
  [49, 'a state has Next or End', 'missing-field', ERROR, one({ Type: 'Pass' })],
  [50, 'Succeed and Fail take no Next', 'unknown-field', ERROR, one({ ...FAIL, Next: 'Work' })],
  [
    51,
    'a Choice takes neither Next nor End',
    'unknown-field',
    ERROR,
    machine({
      Pick: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Done' }], Next: 'Done' },
      Done: { Type: 'Succeed' },
    }),
  ],
  [52, 'End is true where it is written', 'wrong-value-type', WARNING, one({ Type: 'Pass', Next: 'Work', End: 'yes' })],
  [
    53,
    'a Choice has a Default',
    'missing-default',
    WARNING,
    machine({
      Pick: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Done' }] },
      Done: { Type: 'Succeed' },
    }),
  ],
  // Choice rules
  [
    54,
    'a rule has Next',
    'missing-field',
    ERROR,
    [choice({ Variable: '$.a', IsPresent: true }), choice({ Condition: true }, JSONATA)],
  ],
  [
    55,
    'a rule within a rule has no Next',
    'unknown-field',
    ERROR,
    choice({ And: [{ Variable: '$.a', IsPresent: true, Next: 'Done' }], Next: 'Done' }),
  ],
  [
    56,
    'a rule has one operator',
    'ambiguous-choice-rule',
    ERROR,
    [comparison({ IsPresent: true, IsNull: false }), comparison({})],
  ],
  [57, 'operators are known', 'unknown-field', ERROR, comparison({ StringEqual: 'x' })],
  [
    58,
    'what is compared with is of the type that the operator takes',
    'wrong-value-type',
    ERROR,
    [comparison({ StringEquals: 5 }), comparison({ NumericEquals: '5' }), comparison({ IsPresent: 'true' })],
  ],
  [
    59,
    'And and Or take rules, Not takes one',
    'wrong-value-type',
    ERROR,
    [choice({ And: [], Next: 'Done' }), choice({ Or: {}, Next: 'Done' }), choice({ Not: [], Next: 'Done' })],
  ],
  [
    60,
    'a rule does not both combine and compare',
    'ambiguous-choice-rule',
    ERROR,
    comparison({ IsPresent: true, And: [{ Variable: '$.b', IsPresent: true }] }),
  ],
  [61, 'a comparison has a Variable', 'ambiguous-choice-rule', ERROR, choice({ IsPresent: true, Next: 'Done' })],
  [62, 'Variable is a path', 'invalid-path', ERROR, comparison({ Variable: '$.a[', IsPresent: true })],
  [63, 'what a …Path operator takes is a path', 'invalid-path', ERROR, comparison({ StringEqualsPath: '$.b..' })],
  [
    64,
    'timestamps to compare with are RFC 3339',
    'invalid-timestamp',
    ERROR,
    comparison({ TimestampEquals: 'yesterday' }),
  ],
  [65, 'a JSONata rule has a Condition', 'missing-field', ERROR, choice({ Next: 'Done' }, JSONATA)],
  [
    66,
    'Condition is a boolean or an expression',
    'wrong-value-type',
    ERROR,
    choice({ Condition: 1, Next: 'Done' }, JSONATA),
  ],
  [
    67,
    'a rule has the fields of its query language',
    'wrong-language-field',
    ERROR,
    [
      choice({ Condition: '{% true %}', Variable: '$.a', IsPresent: true, Next: 'Done' }, JSONATA),
      comparison({ IsPresent: true, Condition: '{% true %}' }),
    ],
  ],
  // Retry and Catch
  [
    68,
    'retriers and catchers have ErrorEquals',
    'missing-field',
    ERROR,
    [...retry({ ErrorEquals: undefined }), caught({ ErrorEquals: undefined })],
  ],
  [69, 'ErrorEquals is not empty', 'wrong-value-type', WARNING, retry({ ErrorEquals: [] })],
  [
    70,
    'ErrorEquals holds texts',
    'wrong-value-type',
    ERROR,
    [...retry({ ErrorEquals: [5] }), ...retry({ ErrorEquals: 'E' })],
  ],
  [71, 'States.ALL stands alone', 'misplaced-states-all', ERROR, retry({ ErrorEquals: ['E', 'States.ALL'] })],
  [
    72,
    'States.ALL stands in the last entry',
    'misplaced-states-all',
    ERROR,
    tasks({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }),
  ],
  [73, 'IntervalSeconds is in its range', 'value-out-of-range', ERROR, retry({ IntervalSeconds: 0 })],
  [74, 'MaxAttempts is in its range', 'value-out-of-range', ERROR, retry({ MaxAttempts: -1 })],
  [75, 'BackoffRate is 1 or more', 'value-out-of-range', ERROR, retry({ BackoffRate: 0.5 })],
  [
    77,
    'MaxDelaySeconds is in its range',
    'value-out-of-range',
    ERROR,
    [...retry({ MaxDelaySeconds: 0 }), ...retry({ MaxDelaySeconds: 31_622_401 })],
  ],
  [78, 'JitterStrategy is FULL or NONE', 'unknown-value', ERROR, retry({ JitterStrategy: 'Full' })],
  [
    79,
    'retriers and catchers have no other fields',
    'unknown-field',
    ERROR,
    [...retry({ MaxRetries: 2 }), caught({ End: true })],
  ],
  [80, 'a catcher has Next', 'missing-field', ERROR, caught({ Next: undefined })],
  [81, 'ResultPath of a catcher is a reference path', 'invalid-path', ERROR, caught({ ResultPath: '$.a[*]' })],
  [
    82,
    'no entry names an error that cannot be caught',
    'uncatchable-error-name',
    WARNING,
    retry({ ErrorEquals: ['States.Runtime'] }),
  ],
  // Time
  [
    83,
    'TimeoutSeconds is in its range',
    'value-out-of-range',
    ERROR,
    [...tasks({ TimeoutSeconds: 0 }), ...tasks({ TimeoutSeconds: 100_000_000 })],
  ],
  [84, 'HeartbeatSeconds is in its range', 'value-out-of-range', ERROR, tasks({ HeartbeatSeconds: 0 })],
  [
    85,
    'HeartbeatSeconds is less than TimeoutSeconds',
    'heartbeat-exceeds-timeout',
    WARNING,
    tasks({ HeartbeatSeconds: 60, TimeoutSeconds: 30 }),
  ],
  [
    86,
    'not both TimeoutSeconds and its path',
    'conflicting-fields',
    ERROR,
    task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' }),
  ],
  [
    87,
    'not both HeartbeatSeconds and its path',
    'conflicting-fields',
    ERROR,
    task({ HeartbeatSeconds: 5, HeartbeatSecondsPath: '$.t' }),
  ],
  [
    88,
    'a Wait says once how long',
    'conflicting-fields',
    ERROR,
    [...waits({ Seconds: 5, Timestamp: '2027-01-01T00:00:00Z' }), wait({ Seconds: 5, SecondsPath: '$.s' })],
  ],
  [
    89,
    'Seconds is in its range',
    'value-out-of-range',
    ERROR,
    [...waits({ Seconds: -1 }), ...waits({ Seconds: 100_000_000 })],
  ],
  [90, 'Timestamp is RFC 3339', 'invalid-timestamp', ERROR, waits({ Timestamp: '2027-01-01' })],
  [
    91,
    'a Task that waits for its token has a time limit',
    'callback-without-timeout',
    WARNING,
    [
      task({
        Resource: `${LAMBDA}.waitForTaskToken`,
        Parameters: { ...CALL, Payload: { 'token.$': '$$.Task.Token' } },
      }),
      jsonataTask({
        Resource: `${LAMBDA}.waitForTaskToken`,
        Arguments: { ...CALL, Payload: { token: '{% $states.context.Task.Token %}' } },
      }),
    ],
  ],
  // Paths
  [
    93,
    'InputPath and OutputPath are paths',
    'invalid-path',
    ERROR,
    [pass({ InputPath: '$.a[' }), pass({ OutputPath: 'a' })],
  ],
  [94, 'ResultPath is a reference path', 'invalid-path', ERROR, pass({ ResultPath: '$.a[*]' })],
  [95, 'ItemsPath is a reference path', 'invalid-path', ERROR, map({ ItemsPath: '$.a[?(@.b)]' })],
  [
    96,
    'SecondsPath and its like are reference paths',
    'invalid-path',
    ERROR,
    [wait({ SecondsPath: '$.a[*]' }), task({ TimeoutSecondsPath: '$..a' })],
  ],
  [
    97,
    'number paths of a Map do not read the context object',
    'invalid-path',
    ERROR,
    map({ MaxConcurrencyPath: '$$.Execution.Input.n' }),
  ],
  [98, 'ResultPath names no variable', 'invalid-path', WARNING, pass({ ResultPath: '$v' })],
  [99, 'a path that cannot be null is not null', 'wrong-value-type', ERROR, wait({ SecondsPath: null })],
  [
    100,
    'under a key that ends in .$ stands a path or an intrinsic function',
    'invalid-path',
    ERROR,
    task({ Parameters: { FunctionName: 'f', 'Payload.$': 'plain' } }),
  ],
  [
    101,
    'a path stands under a key that ends in .$',
    'static-path',
    WARNING,
    pass({ Parameters: { order: '$.order' } }),
  ],
  [
    102,
    'a path stands in a field that takes one',
    'static-path',
    WARNING,
    one({ Type: 'Fail', Error: 'E', Cause: '$.cause' }),
  ],
  [103, 'the Result of a Pass holds no path', 'static-path', WARNING, pass({ Result: { 'order.$': '$.order' } })],
  [
    104,
    'no key is written both with .$ and without',
    'duplicate-key',
    WARNING,
    pass({ Parameters: { a: 1, 'a.$': '$.a' } }),
  ],
  [105, 'variables in paths are well formed', 'invalid-path', ERROR, pass({ InputPath: '$v-x' })],
  [
    106,
    'filters, slices and descents stand where they may',
    'invalid-path',
    ERROR,
    [wait({ SecondsPath: '$.a[0:2]' }), map({ ItemsPath: '$..a' })],
  ],
  // Intrinsic functions
  [
    107,
    'intrinsic functions exist',
    'invalid-intrinsic-call',
    ERROR,
    pass({ Parameters: { 'a.$': "States.Formatt('{}', $.a)" } }),
  ],
  [
    108,
    'they are called with as many values as they take',
    'invalid-intrinsic-call',
    WARNING,
    pass({ Parameters: { 'a.$': 'States.ArrayLength($.a, $.b)' } }),
  ],
  [109, 'calls are well formed', 'invalid-path', ERROR, pass({ Parameters: { 'a.$': "States.Format('{}', $.a" } })],
  [
    110,
    'escapes in their texts are legal',
    'invalid-intrinsic-call',
    ERROR,
    pass({ Parameters: { 'a.$': `States.StringToJson('{\\"a\\": 1}')` } }),
  ],
  [
    111,
    'the algorithm of States.Hash exists',
    'invalid-intrinsic-call',
    WARNING,
    pass({ Parameters: { 'a.$': "States.Hash($.a, 'SHA-3')" } }),
  ],
  [
    112,
    'States.JsonMerge is not deep',
    'invalid-intrinsic-call',
    WARNING,
    pass({ Parameters: { 'a.$': 'States.JsonMerge($.a, $.b, true)' } }),
  ],
  [
    113,
    'ErrorPath and CausePath call functions that give texts',
    'invalid-intrinsic-call',
    WARNING,
    one({ Type: 'Fail', ErrorPath: 'States.ArrayLength($.a)' }),
  ],
  [114, 'a function stands where one may', 'invalid-path', ERROR, wait({ SecondsPath: 'States.MathAdd($.a, 1)' })],
  // JSONata
  [
    115,
    'no intrinsic function in JSONata',
    'unsupported-jsonata-reference',
    ERROR,
    jsonataPass("{% States.Format('{}', 1) %}"),
  ],
  [116, 'expressions open and close', 'unbalanced-delimiters', WARNING, jsonataPass('{% $states.input.a')],
  [117, 'expressions parse', 'invalid-jsonata-expression', ERROR, jsonataPass('{% 1 + %}')],
  [118, 'expressions are not empty', 'invalid-jsonata-expression', ERROR, jsonataPass('{%  %}')],
  [119, 'no bare names', 'unsupported-jsonata-reference', ERROR, jsonataPass('{% order.id %}')],
  [120, 'no context item $', 'unsupported-jsonata-reference', ERROR, jsonataPass('{% $.order %}')],
  [121, 'no root $$', 'unsupported-jsonata-reference', ERROR, jsonataPass('{% $$.order %}')],
  [
    122,
    '$states.errorOutput in catchers only',
    'unsupported-jsonata-reference',
    ERROR,
    jsonataPass('{% $states.errorOutput %}'),
  ],
  [
    123,
    '$states.result where there is one',
    'unsupported-jsonata-reference',
    ERROR,
    jsonataTask({ Arguments: { FunctionName: '{% $states.result %}' } }),
  ],
  [124, 'members of $states exist', 'unsupported-jsonata-reference', WARNING, jsonataPass('{% $states.inputs %}')],
  [
    125,
    'the task token is read where there is one',
    'misplaced-task-token',
    WARNING,
    [
      jsonataTask({ Arguments: { FunctionName: 'f', Payload: '{% $states.context.Task.Token %}' } }),
      pass({ Parameters: { 'token.$': '$$.Task.Token' } }),
    ],
  ],
  [
    126,
    'no JSONPath of the context object in JSONata',
    'unsupported-jsonata-reference',
    ERROR,
    jsonataPass('{% $$.Execution.Id %}'),
  ],
  [127, 'no $eval', 'unknown-jsonata-function', WARNING, jsonataPass("{% $eval('1') %}")],
  [
    128,
    'variables are assigned before they are read',
    'undefined-variable',
    WARNING,
    [jsonataPass('{% $never %}'), pass({ Parameters: { 'a.$': '$never.b' } })],
  ],
  [
    129,
    'names of variables are allowed',
    'invalid-variable-name',
    WARNING,
    [pass({ Assign: { 'a-b': 1 } }), pass({ Assign: { states: 1 } }, JSONATA)],
  ],
  [
    130,
    'no variable of an outer scope is assigned again',
    'redefined-variable',
    WARNING,
    [JSONATA, {}].map((more) =>
      machine(
        {
          Set: { Type: 'Pass', Assign: { a: 1 }, Next: 'Each' },
          Each: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'Inner', States: { Inner: { ...PASS, Assign: { a: 2 } } } },
            ...END,
          },
        },
        more,
      ),
    ),
  ],
  [131, 'no JSONPath field in a JSONata state', 'wrong-language-field', ERROR, pass({ InputPath: '$' }, JSONATA)],
  [132, 'no JSONata field in a JSONPath state', 'wrong-language-field', ERROR, pass({ Output: {} })],
  [
    133,
    'no JSONPath state in a JSONata machine',
    'mixed-query-language',
    ERROR,
    pass({ QueryLanguage: 'JSONPath' }, JSONATA),
  ],
  [
    134,
    'no QueryLanguage on branches and item processors',
    'unknown-field',
    ERROR,
    map({ ItemProcessor: { ...BODY, ...JSONATA } }),
  ],
  [
    135,
    'states in a Map or Parallel say their query language themselves',
    'wrong-language-field',
    ERROR,
    map({ ...JSONATA, ItemProcessor: { StartAt: 'Inner', States: { Inner: { ...PASS, Output: '{% 1 %}' } } } }),
  ],
  // Map
  [
    137,
    'not both ItemProcessor and Iterator',
    'conflicting-fields',
    ERROR,
    maps({ Iterator: { StartAt: 'Other', States: { Other: PASS } } }),
  ],
  [138, 'not both ItemSelector and Parameters', 'conflicting-fields', ERROR, map({ ItemSelector: {}, Parameters: {} })],
  [
    139,
    'not both Items and ItemsPath',
    'wrong-language-field',
    ERROR,
    [map({ ItemsPath: '$.a', Items: [] }), map({ ItemsPath: '$.a', Items: [] }, JSONATA)],
  ],
  [
    140,
    'not both MaxConcurrency and its path',
    'conflicting-fields',
    ERROR,
    map({ MaxConcurrency: 1, MaxConcurrencyPath: '$.n' }),
  ],
  [
    141,
    'not both ToleratedFailureCount and its path',
    'conflicting-fields',
    ERROR,
    distributed({ ToleratedFailureCount: 1, ToleratedFailureCountPath: '$.n' }),
  ],
  [
    142,
    'not both ToleratedFailurePercentage and its path',
    'conflicting-fields',
    ERROR,
    distributed({ ToleratedFailurePercentage: 1, ToleratedFailurePercentagePath: '$.n' }),
  ],
  [
    143,
    'not both MaxItems and its path',
    'conflicting-fields',
    ERROR,
    distributed({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Parameters: { Bucket: 'b', Key: 'k' },
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', MaxItems: 1, MaxItemsPath: '$.n' },
      },
    }),
  ],
  [
    144,
    'not both MaxItemsPerBatch and its path',
    'conflicting-fields',
    ERROR,
    distributed({ ItemBatcher: { MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.n' } }),
  ],
  [
    145,
    'not both MaxInputBytesPerBatch and its path',
    'conflicting-fields',
    ERROR,
    distributed({ ItemBatcher: { MaxInputBytesPerBatch: 1, MaxInputBytesPerBatchPath: '$.n' } }),
  ],
  [146, 'MaxConcurrency is a whole number from 0 on', 'value-out-of-range', ERROR, maps({ MaxConcurrency: -1 })],
  [
    147,
    'ToleratedFailurePercentage is from 0 to 100',
    'value-out-of-range',
    ERROR,
    bothDistributed({ ToleratedFailurePercentage: 101 }),
  ],
  [
    148,
    'ToleratedFailureCount is 0 or more',
    'value-out-of-range',
    ERROR,
    bothDistributed({ ToleratedFailureCount: -1 }),
  ],
  [
    149,
    'MaxItems is 100,000,000 at most',
    'value-out-of-range',
    ERROR,
    distributed({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Parameters: { Bucket: 'b', Key: 'k' },
        ReaderConfig: { InputType: 'JSON', MaxItems: 100_000_001 },
      },
    }),
  ],
  [
    150,
    'MaxInputBytesPerBatch is 262,144 at most',
    'value-out-of-range',
    WARNING,
    bothDistributed({ ItemBatcher: { MaxInputBytesPerBatch: 262_145 } }),
  ],
  [
    151,
    'Mode is INLINE or DISTRIBUTED',
    'unknown-value',
    ERROR,
    maps({ ItemProcessor: { ...BODY, ProcessorConfig: { Mode: 'PARALLEL' } } }),
  ],
  [
    152,
    'a Distributed Map has an ExecutionType',
    'missing-field',
    WARNING,
    maps({ ItemProcessor: { ...BODY, ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
  ],
  [
    153,
    'an Inline Map has no ExecutionType',
    'ignored-map-field',
    WARNING,
    maps({ ItemProcessor: { ...BODY, ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'EXPRESS' } } }),
  ],
  [
    154,
    'an Inline Map has no field of Distributed ones',
    'ignored-map-field',
    WARNING,
    maps({ ToleratedFailureCount: 1 }),
  ],
  [
    155,
    'the concurrency of an Inline Map is 40 at most',
    'map-concurrency-over-limit',
    WARNING,
    maps({ MaxConcurrency: 100 }),
  ],
  [
    156,
    'no callback in an EXPRESS child of a Distributed Map',
    'unsupported-integration-pattern',
    WARNING,
    map({
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Inner',
        States: {
          Inner: {
            Type: 'Task',
            Resource: `${LAMBDA}.waitForTaskToken`,
            Parameters: { ...CALL, Payload: { 'token.$': '$$.Task.Token' } },
            TimeoutSeconds: 60,
            ...END,
          },
        },
      },
    }),
  ],
  [
    157,
    'a Label is not too long, and of the characters that are allowed',
    'invalid-label',
    ERROR,
    [...bothDistributed({ Label: 'a b' }), ...bothDistributed({ Label: 'x'.repeat(41) })],
  ],
  [
    158,
    'no two Maps have the same Label',
    'duplicate-label',
    ERROR,
    machine({
      A: {
        Type: 'Map',
        Label: 'same',
        ItemProcessor: { ...DISTRIBUTED, StartAt: 'I1', States: { I1: PASS } },
        Next: 'B',
      },
      B: { Type: 'Map', Label: 'same', ItemProcessor: DISTRIBUTED, ...END },
    }),
  ],
  [
    159,
    'readers and writers name an action that reads or writes',
    'unknown-value',
    WARNING,
    distributed({ ItemReader: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } } }),
  ],
  [
    160,
    'the settings of a reader are known',
    'unknown-value',
    WARNING,
    distributed({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Parameters: { Bucket: 'b', Key: 'k' },
        ReaderConfig: { InputType: 'XML' },
      },
    }),
  ],
  [161, 'a writer says where or how it writes', 'missing-field', WARNING, distributed({ ResultWriter: {} })],
  [
    162,
    'readers and writers have the fields of their query language',
    'wrong-language-field',
    WARNING,
    distributed({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: 'b', Key: 'k' },
        ReaderConfig: { InputType: 'JSON' },
      },
    }),
  ],
  // Resources and integrations
  [163, 'Resource is an ARN or another URI', 'invalid-resource', ERROR, tasks({ Resource: 'my function' })],
  [
    164,
    'Resource is an ARN of a known partition',
    'invalid-resource',
    WARNING,
    tasks({ Resource: 'arn:amazon:lambda:eu-west-1:111122223333:function:f' }),
  ],
  [
    165,
    'version and alias of a function ARN are well formed',
    'invalid-resource',
    WARNING,
    tasks({ Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:f:a b' }),
  ],
  [
    166,
    'integrations and actions exist',
    'unknown-integration',
    ERROR,
    tasks({ Resource: 'arn:aws:states:::dynamodb:query' }),
  ],
  [
    167,
    'no .sync where it is not offered',
    'unsupported-integration-pattern',
    ERROR,
    tasks({ Resource: 'arn:aws:states:::sqs:sendMessage.sync' }),
  ],
  [
    168,
    'no .waitForTaskToken where it is not offered',
    'unsupported-integration-pattern',
    ERROR,
    tasks({ Resource: 'arn:aws:states:::dynamodb:getItem.waitForTaskToken' }),
  ],
  [
    169,
    'no .sync on an SDK integration',
    'unsupported-integration-pattern',
    ERROR,
    tasks({ Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets.sync' }),
  ],
  [
    170,
    'EXPRESS machines neither wait for jobs and tokens nor use Activities',
    'unsupported-integration-pattern',
    ERROR,
    [
      expressMachine({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync',
        Parameters: { StateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:x' },
        ...END,
      }),
      expressMachine({ Type: 'Task', Resource: 'arn:aws:states:eu-west-1:111122223333:activity:a', ...END }),
    ],
  ],
  [
    171,
    'an HTTP Task has an endpoint and a method',
    'invalid-parameter',
    WARNING,
    task({
      Resource: 'arn:aws:states:::http:invoke',
      Parameters: { Authentication: { ConnectionArn: 'arn:aws:events:eu-west-1:111122223333:connection/c/1' } },
    }),
  ],
  [
    172,
    'the connection of an HTTP Task is an ARN',
    'invalid-parameter',
    ERROR,
    task({
      Resource: 'arn:aws:states:::http:invoke',
      Parameters: {
        ApiEndpoint: 'https://example.org',
        Method: 'GET',
        Authentication: { ConnectionArn: 'my-connection' },
      },
    }),
  ],
  [173, 'Credentials has a RoleArn', 'missing-field', ERROR, tasks({ Credentials: {} })],
  // What stands beside the definition
  [176, 'logging is on', 'missing-logging', NOTE, sam({ Definition: DEFINITION })],
  [
    177,
    'logs hold no execution data',
    'execution-data-in-logs',
    NOTE,
    sam({
      Logging: { Level: 'ALL', IncludeExecutionData: true, Destinations: [] },
      Definition: {
        StartAt: 'Work',
        States: {
          Work: {
            Type: 'Task',
            Resource: 'arn:aws:states:::bedrock:invokeModel',
            Parameters: { ModelId: 'm', Body: {} },
            ...END,
          },
        },
      },
    }),
  ],
  [178, 'tracing is on', 'missing-tracing', NOTE, cloudFormation({ Definition: DEFINITION })],
  [180, 'no secret stands in the definition', 'secret-in-definition', ERROR, pass({ Result: { key: EXAMPLE_TOKEN } })],
  [
    181,
    'the role is the ARN of a role',
    'invalid-role-arn',
    WARNING,
    cloudFormation({ RoleArn: 'arn:aws:iam::111122223333:user/flow', Definition: DEFINITION }),
  ],
  [
    182,
    'placeholders of a template stand in an Fn::Sub',
    'placeholder-without-sub',
    WARNING,
    {
      'template.json': JSON.stringify({
        Parameters: { Table: { Type: 'String' } },
        Resources: {
          Flow: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: {
              RoleArn: 'arn:aws:iam::111122223333:role/flow',
              Definition: { StartAt: 'Work', States: { Work: { ...PASS, Result: { table: 'name: ${Table}' } } } },
            },
          },
        },
      }),
    },
  ],
];

export const CHECKS: readonly CheckCase[] = ROWS.map(([number, check, rule, severity, samples]) => ({
  number,
  check,
  rule,
  severity,
  samples: Array.isArray(samples) ? (samples as readonly FileTable[]) : [samples as FileTable],
}));

/** Numbers of checks that say what is accepted; test/rules/accepted.test.ts holds them. */
export const ACCEPTANCES: readonly number[] = [136, 174];
