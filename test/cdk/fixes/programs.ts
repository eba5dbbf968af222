/**
 * Programs put together by chance whose tasks call models, with the faults that fixes mend: retriers that lack, come in a
 * wrong order or name what cannot happen, Maps without a limit. Options are written out, spread, shared or made by
 * functions, so that some fixes have one place to land in and others have none.
 */
import type { Random } from '../../rehost/random.ts';

const ERRORS: readonly [string, ...string[]] = [
  'BedrockRuntime.ThrottlingException',
  'BedrockRuntime.ValidationException',
  'BedrockRuntime.AccessDeniedException',
  'States.TaskFailed',
  'States.Timeout',
];

const HEAD = `const { Duration } = require('aws-cdk-lib');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

const known = { on: true };
const base = { service: 'bedrockruntime', action: 'converse', iamResources: ['*'] };
const RETRY = { errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 4 };
const PARAMETERS = { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'x' }] }] };
const ask = (s, id, more) => new tasks.CallAwsService(s, id, { ...base, parameters: parameters(id), ...more });
const retry = (state, props) => {
  state.addRetry(props);
  return state;
};

function parameters(text) {
  return { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: text }] }] };
}

exports.main = (s) => {
`;

export function writeProgram(random: Random): string {
  const lines: string[] = [];
  const steps: string[] = [];
  const count = 1 + random.below(4);
  for (let i = 0; i < count; i++) steps.push(writeStep(i, lines, random));
  const [first = '', ...rest] = steps;
  const chain = first + rest.map((step) => `.next(${step})`).join('');
  const definition = `definitionBody: sfn.DefinitionBody.fromChainable(${chain})`;
  const machine = `  new sfn.StateMachine(s, 'M', { ${definition} });`;
  return `${HEAD}${lines.map((line) => `  ${line}\n`).join('')}${machine}\n};\n`;
}

/** Adds the lines that make a step, and gives its name. */
function writeStep(i: number, lines: string[], random: Random): string {
  const name = `t${i}`;
  const made = random.pick(MAKERS)(`Task ${i}`, i, lines, random);
  const calls = Array.from({ length: random.below(3) }, () => options(random));
  const isChained = random.chance(0.3);
  const chained = isChained ? calls.map((call) => `\n    .addRetry(${call})`).join('') : '';
  const isInline = random.chance(0.2);
  if (isInline) lines.push(`const ${name} = ${wrapped(made + chained, i, random) ?? made + chained};`);
  else lines.push(`const ${name} = ${made}${chained};`);
  if (isInline) return name;
  if (!isChained) for (const call of calls) lines.push(random.pick(CALLERS)(name, call));
  const outer = wrapped(name, i, random);
  if (outer === undefined) return name;
  lines.push(`const m${i} = ${outer};`);
  return `m${i}`;
}

function wrapped(inner: string, i: number, random: Random): string | undefined {
  const limit = random.pick(['', ', maxConcurrency: 0', ', maxConcurrency: 3']);
  if (random.chance(0.5)) return undefined;
  const bare = limit === '' && random.chance(0.5) ? '' : `, { itemsPath: '$.items'${limit} }`;
  const method = random.pick(['itemProcessor', 'itemProcessor', 'iterator']);
  return `new sfn.Map(s, 'Map ${i}'${bare}).${method}(${inner})`;
}

type Maker = (id: string, i: number, lines: string[], random: Random) => string;

const MAKERS: readonly [Maker, ...Maker[]] = [
  (id) => `new tasks.CallAwsService(s, '${id}', { ...base, parameters: parameters('p') })`,
  (id) => `new tasks.CallAwsService(s, '${id}', {
    service: 'bedrockruntime',
    action: 'converse',
    iamResources: ['*'],
    // what it is asked
    parameters: {
      ModelId: 'amazon.nova-lite-v1:0',
      Messages: [{ Role: 'user', Content: [{ Text: 'y' }] }],
    },
    timeout: Duration.minutes(20),
  })`,
  (id, i, lines) => {
    lines.push(`const options${i} = { ...base, parameters: PARAMETERS };`);
    return `new tasks.CallAwsService(s, '${id}', options${i})`;
  },
  (id, i, lines) => {
    lines.push(`const given${i} = { ...PARAMETERS, InferenceConfig: { Temperature: 0.${i} } };`);
    return `new tasks.CallAwsService(s, '${id}', { ...base, parameters: given${i} })`;
  },
  (id) => `ask(s, '${id}', {})`,
  (id) => `ask(s, '${id}', { taskTimeout: sfn.Timeout.duration(Duration.seconds(30)) })`,
];

type Caller = (name: string, call: string) => string;

const CALLERS: readonly [Caller, ...Caller[]] = [
  (name, call) => `${name}.addRetry(${call});`,
  (name, call) => `${name}.addRetry(${call});`,
  (name, call) => `retry(${name}, ${call});`,
  (name, call) => `if (known.on) ${name}.addRetry(${call});`,
  (name, call) => `if (known.on)\n    ${name}.addRetry(${call});`,
  (name, call) => `for (const one of [${name}]) one.addRetry(${call});`,
];

function options(random: Random): string {
  if (random.chance(0.15)) return '';
  if (random.chance(0.2)) return 'RETRY';
  if (random.chance(0.2)) return `{ ...RETRY, maxAttempts: ${random.below(4)} }`;
  const errors = [random.pick(ERRORS), ...(random.chance(0.4) ? [random.pick(ERRORS)] : [])];
  const names = [...new Set(errors)].map((error) => `'${error}'`).join(', ');
  const more = random.pick(['', ', maxAttempts: 2', ', interval: Duration.seconds(3), backoffRate: 1']);
  return `{ errors: [${names}]${more} }`;
}
