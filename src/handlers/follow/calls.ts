/**
 * Calls: methods and modules are those of the dialect; a function of the same file is followed as if it stood here.
 *
 * Limits: no recursion, functions a few deep.
 */
import type { Range } from '../../text/source-file.ts';
import { AGENT_METHODS } from '../../aws/agent-libraries.ts';
import { agentValue, askAgent } from '../agent.ts';
import type { CallArgument } from '../dialect.ts';
import type { Expression, FunctionParts } from '../syntax.ts';
import type { Value } from '../values.ts';
import { valueOf } from './joins.ts';
import type { Run } from './run.ts';

/** The handler and the functions inside it. */
const MAX_DEPTH = 5;

type CallExpression = Extract<Expression, { kind: 'call' }>;

export function followCall(run: Run, expression: CallExpression, range: Range): Value {
  const { callee, isNew } = expression;
  if (callee.kind !== 'attribute') {
    const called = run.evaluate(callee);
    return invoke(run, called, { list: argumentsOf(run, expression), isNew }, range);
  }
  const of = run.evaluate(callee.of);
  const list = argumentsOf(run, expression);
  if (of.kind === 'agent' && AGENT_METHODS.includes(callee.name)) return askAgent(run, of.agent, list, range);
  const method = run.dialect.method(run, of, { name: callee.name, list, isNew, source: callee }, range);
  return method ?? invoke(run, run.dialect.attribute(run, of, callee, callee), { list, isNew }, range);
}

function argumentsOf(run: Run, { arguments: list }: CallExpression): readonly CallArgument[] {
  return list.map(({ name, value }) => ({
    name,
    isSpread: value.kind === 'spread',
    value: run.evaluate(value.kind === 'spread' ? value.value : value),
    source: value,
  }));
}

function invoke(
  run: Run,
  callee: Value,
  call: { readonly list: readonly CallArgument[]; readonly isNew: boolean },
  range: Range,
): Value {
  const { list } = call;
  switch (callee.kind) {
    case 'function':
      return inline(run, callee, list, range);
    case 'module':
      return agentValue(run, callee.name, list, range) ?? run.dialect.callModule(run, callee.name, call, range);
    case 'agent':
      return askAgent(run, callee.agent, list, range);
    case 'error':
      for (const { value } of list) run.discard(value, range);
      return { kind: 'error', name: callee.name };
    case 'opaque':
      for (const { value } of list) run.discard(value, range);
      return callee;
    default: {
      const message = 'something that is no known function is called';
      return run.opaque('pure-ops', message, 'Call functions of this file.', range);
    }
  }
}

function inline(
  run: Run,
  { parts, name, scope }: Extract<Value, { kind: 'function' }>,
  list: readonly CallArgument[],
  range: Range,
): Value {
  const { memory } = run;
  const refused = (message: string, help: string): Value => run.opaque('pure-ops', message, help, range);
  const isRepeated = name !== 'a function' && memory.isFollowed(name);
  if (isRepeated || memory.depth > MAX_DEPTH)
    return refused(`${name} calls itself, or functions are nested too deep`, 'Flatten the functions.');
  if (!parts.isPlain || list.some(({ isSpread }) => isSpread))
    return refused(`the arguments of ${name} are not followed`, 'Pass plain arguments.');
  const locals = boundParameters(run, parts, list);
  if (locals === undefined)
    return refused(`the arguments of ${name} do not fit its parameters`, 'Pass each parameter.');
  return memory.inFunction(name, locals, scope, () => valueOf(run, run.execute(parts.body), range));
}

function boundParameters(
  run: Run,
  { parameters }: FunctionParts,
  list: readonly CallArgument[],
): Map<string, Value> | undefined {
  const isStrict = run.dialect.language === 'python';
  const locals = new Map<string, Value>();
  const positional = list.filter(({ name }) => name === undefined);
  if (positional.length > parameters.length && isStrict) return undefined;
  for (const [i, { name, fallback }] of parameters.entries()) {
    const given = positional[i] ?? list.find((argument) => argument.name === name);
    if (given !== undefined) locals.set(name, given.value);
    else if (fallback !== undefined) locals.set(name, run.evaluate(fallback));
    else if (isStrict) return undefined;
    else locals.set(name, { kind: 'data', expr: { kind: 'undefined', start: 0, end: 0 } });
  }
  return locals;
}
