/**
 * A small evaluator of states, for tests alone: Task, Pass, Choice, Map, Parallel, Wait without waiting, with Retry and Catch
 * by name, in JSONPath and JSONata. Written against the Amazon States Language
 * and recordings of the service, not against the code it judges.
 * Intrinsic functions and paths that look for several values are not followed.
 */
import { randomUUID } from 'node:crypto';
import jsonata from 'jsonata-service';
import type { Json } from '../../src/handlers/ir.ts';

type Fields = Readonly<Record<string, Json>>;

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Json>>;
  readonly QueryLanguage?: string;
}

export class StateError extends Error {
  override readonly name: string;

  constructor(name: string, cause = '') {
    super(cause);
    this.name = name;
  }
}

/** Makes the call of a Task; throws a `StateError`. */
export type Caller = (resource: string, parameters: Json) => Promise<Json>;

export type ExecutionResult =
  { readonly output: Json; readonly error?: undefined } | { readonly error: string; readonly output?: undefined };

const CONTEXT: Json = {
  Execution: {
    Id: 'arn:aws:states:eu-west-1:111122223333:execution:m:e',
    Name: 'e',
    StartTime: '2026-01-02T03:04:05Z',
  },
  State: { Name: 's' },
  StateMachine: { Id: 'arn:aws:states:eu-west-1:111122223333:stateMachine:m', Name: 'm' },
};

const UNCATCHABLE: readonly string[] = ['States.Runtime', 'States.DataLimitExceeded'];

export async function execute(definition: Definition, input: Json, call: Caller): Promise<ExecutionResult> {
  try {
    return { output: await new Execution(definition, call).run(input) };
  } catch (error) {
    if (error instanceof StateError) return { error: error.name };
    throw error;
  }
}

class Execution {
  readonly #definition: Definition;
  readonly #call: Caller;
  /** Without `$`. */
  readonly #variables: Map<string, Json>;

  constructor(definition: Definition, call: Caller, variables: ReadonlyMap<string, Json> = new Map()) {
    this.#definition = definition;
    this.#call = call;
    this.#variables = new Map(variables);
  }

  async run(input: Json): Promise<Json> {
    let data = input;
    for (let name: string | undefined = this.#definition.StartAt; name !== undefined;) {
      const state = this.#definition.States[name] as Fields;
      const step = await this.#step(state, data);
      data = step.output;
      name = step.next;
    }
    return data;
  }

  #isJsonata(state: Fields): boolean {
    return (state.QueryLanguage ?? this.#definition.QueryLanguage) === 'JSONata';
  }

  async #step(state: Fields, input: Json): Promise<{ readonly output: Json; readonly next: string | undefined }> {
    const next = state.Next as string | undefined;
    switch (state.Type) {
      case 'Task':
        return this.#handled(state, input, () => this.#task(state, input));
      case 'Map':
        return this.#handled(state, input, () => this.#map(state, input));
      case 'Parallel':
        return this.#handled(state, input, () => this.#parallel(state, input));
      case 'Pass':
        return { output: await this.#pass(state, input), next };
      case 'Choice':
        return this.#choice(state, input);
      case 'Wait':
        return { output: input, next };
      case 'Succeed':
        return { output: input, next: undefined };
      case 'Fail':
        throw new StateError(state.Error as string);
      default:
        throw new TypeError(`the evaluator has no ${JSON.stringify(state.Type)}`);
    }
  }

  async #handled(
    state: Fields,
    input: Json,
    work: () => Promise<Json>,
  ): Promise<{ readonly output: Json; readonly next: string | undefined }> {
    const attempts = new Map<number, number>();
    for (;;) {
      try {
        return { output: await work(), next: state.Next as string | undefined };
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        const retriers = (state.Retry ?? []) as readonly Fields[];
        const at = retriers.findIndex((entry) => matches(entry, error.name));
        const made = attempts.get(at) ?? 0;
        const allowed = at < 0 ? 0 : Number(retriers[at]?.MaxAttempts ?? 3);
        attempts.set(at, made + 1);
        if (made < allowed) continue;
        const catcher = ((state.Catch ?? []) as readonly Fields[]).find((entry) => matches(entry, error.name));
        if (catcher === undefined) throw error;
        const errorOutput = { Error: error.name, Cause: error.message };
        return { output: await this.#caught(state, catcher, input, errorOutput), next: catcher.Next as string };
      }
    }
  }

  async #caught(state: Fields, catcher: Fields, input: Json, errorOutput: Json): Promise<Json> {
    if (!this.#isJsonata(state)) return placed(catcher.ResultPath, input, errorOutput);
    return catcher.Output === undefined ? errorOutput : this.#query(catcher.Output, { input, errorOutput });
  }

  async #task(state: Fields, input: Json): Promise<Json> {
    const resource = state.Resource as string;
    if (this.#isJsonata(state)) {
      const parameters = state.Arguments === undefined ? input : await this.#query(state.Arguments, { input });
      return this.#ended(state, input, await this.#call(resource, parameters));
    }
    const variables = Object.fromEntries(this.#variables);
    const effective = at(state.InputPath ?? '$', input);
    const parameters = state.Parameters === undefined ? effective : payload(state.Parameters, effective, variables);
    const result = await this.#call(resource, parameters);
    const selected = state.ResultSelector === undefined ? result : payload(state.ResultSelector, result, variables);
    this.#assign(payload(state.Assign ?? {}, selected, variables));
    return at(state.OutputPath ?? '$', placed(state.ResultPath, input, selected));
  }

  #query(template: Json, states: Fields): Promise<Json> {
    return query(template, { ...states, context: CONTEXT }, this.#variables);
  }

  /** Both are evaluated with the variables as they were. */
  async #ended(state: Fields, input: Json, result: Json): Promise<Json> {
    const output = state.Output === undefined ? result : await this.#query(state.Output, { input, result });
    if (state.Assign === undefined) return output;
    this.#assign(await this.#query(state.Assign, { input, result }));
    return output;
  }

  #assign(values: Json): void {
    for (const [name, value] of Object.entries(values as Fields)) this.#variables.set(name, value);
  }

  async #parallel(state: Fields, input: Json): Promise<Json> {
    if (!this.#isJsonata(state)) throw new TypeError('the evaluator has Parallel in JSONata alone');
    const effective = state.Arguments === undefined ? input : await this.#query(state.Arguments, { input });
    const results: Json[] = [];
    for (const branch of state.Branches as unknown as readonly Definition[]) {
      const QueryLanguage = this.#definition.QueryLanguage ?? 'JSONPath';
      results.push(await new Execution({ QueryLanguage, ...branch }, this.#call, this.#variables).run(effective));
    }
    return this.#ended(state, input, results);
  }

  async #pass(state: Fields, input: Json): Promise<Json> {
    if (this.#isJsonata(state)) return this.#ended(state, input, input);
    const effective = at(state.InputPath ?? '$', input);
    const result = state.Result ?? (state.Parameters === undefined ? effective : payload(state.Parameters, effective));
    return at(state.OutputPath ?? '$', placed(state.ResultPath, input, result));
  }

  async #choice(state: Fields, input: Json): Promise<{ readonly output: Json; readonly next: string | undefined }> {
    for (const rule of state.Choices as readonly Fields[]) {
      const holds = this.#isJsonata(state)
        ? await this.#query(rule.Condition ?? null, { input })
        : compare(rule, input);
      if (typeof holds !== 'boolean') throw new StateError('States.QueryEvaluationError', 'no condition');
      if (holds) return { output: input, next: rule.Next as string };
    }
    if (state.Default === undefined) throw new StateError('States.NoChoiceMatched');
    return { output: input, next: state.Default as string };
  }

  async #map(state: Fields, input: Json): Promise<Json> {
    const isJsonata = this.#isJsonata(state);
    const items = isJsonata ? await this.#query(state.Items ?? null, { input }) : at(state.ItemsPath ?? '$', input);
    if (!Array.isArray(items)) throw new StateError(isJsonata ? 'States.QueryEvaluationError' : 'States.Runtime');
    const processor = {
      ...(state.ItemProcessor as unknown as Definition),
      QueryLanguage: this.#definition.QueryLanguage ?? 'JSONPath',
    };
    const results: Json[] = [];
    for (const [index, item] of (items as readonly Json[]).entries()) {
      const context = { ...(CONTEXT as Fields), Map: { Item: { Index: index, Value: item } } };
      const selected =
        isJsonata && state.ItemSelector !== undefined
          ? await query(state.ItemSelector, { input, context }, this.#variables)
          : item;
      results.push(await new Execution(processor, this.#call, this.#variables).run(selected));
    }
    if (!isJsonata) return placed(state.ResultPath, input, results);
    return state.Output === undefined ? results : this.#query(state.Output, { input, result: results });
  }
}

function matches(entry: Fields, name: string): boolean {
  return (entry.ErrorEquals as readonly string[]).some((pattern) => {
    if (pattern === 'States.ALL') return !UNCATCHABLE.includes(name);
    if (pattern === 'States.TaskFailed') return !UNCATCHABLE.includes(name) && name !== 'States.Timeout';
    return pattern === name;
  });
}

async function query(template: Json, states: Fields, variables: ReadonlyMap<string, Json>): Promise<Json> {
  if (typeof template === 'string') {
    const isExpression = template.startsWith('{%') && template.endsWith('%}');
    return isExpression ? expression(template.slice(2, -2), states, variables) : template;
  }
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const item of template as readonly Json[]) items.push(await query(item, states, variables));
    return items;
  }
  if (typeof template !== 'object' || template === null) return template;
  const members: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) members[key] = await query(value, states, variables);
  return members;
}

async function expression(text: string, states: Fields, variables: ReadonlyMap<string, Json>): Promise<Json> {
  let value: unknown;
  try {
    const compiled = jsonata(text);
    compiled.registerFunction('parse', (json: string) => JSON.parse(json) as unknown);
    compiled.registerFunction('uuid', () => randomUUID());
    value = await compiled.evaluate({}, { ...Object.fromEntries(variables), states });
  } catch (error) {
    throw new StateError('States.QueryEvaluationError', error instanceof Error ? error.message : JSON.stringify(error));
  }
  if (value === undefined || typeof value === 'function')
    throw new StateError('States.QueryEvaluationError', 'nothing');
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** The value at a definite path. */
function at(path: Json, data: Json, variables: Fields = {}): Json {
  if (path === null) return {};
  if (typeof path !== 'string') throw new TypeError('no path');
  if (path.startsWith('$$')) return at(path.slice(1), CONTEXT);
  const [, variable] = /^\$(\w+)/.exec(path) ?? [];
  if (variable !== undefined) {
    if (!(variable in variables)) throw new StateError('States.Runtime', path);
    return at(`$${path.slice(variable.length + 1)}`, variables[variable] ?? null);
  }
  let value: Json = data;
  for (const [, name, index] of path.slice(1).matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    const isFound =
      typeof value === 'object' &&
      value !== null &&
      (name === undefined
        ? Array.isArray(value) && Number(index) < value.length
        : !Array.isArray(value) && Object.hasOwn(value, name));
    if (!isFound) throw new StateError('States.ParameterPathFailure', path);
    value = (value as Fields)[name ?? index ?? ''] as Json;
  }
  return value;
}

function payload(template: Json, data: Json, variables: Fields = {}): Json {
  if (Array.isArray(template)) return (template as readonly Json[]).map((item) => payload(item, data, variables));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template as Fields).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), at(value, data, variables)] : [key, payload(value, data, variables)],
    ),
  );
}

function placed(path: Json | undefined, input: Json, result: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new StateError('States.ResultPathMatchFailure');
  return { ...(input as Fields), [(path as string).slice(2)]: result };
}

function compare(rule: Fields, input: Json): boolean {
  const value = at(rule.Variable ?? '$', input);
  if ('StringEquals' in rule) return value === rule.StringEquals;
  if ('BooleanEquals' in rule) return value === rule.BooleanEquals;
  if ('NumericGreaterThan' in rule) return typeof value === 'number' && value > Number(rule.NumericGreaterThan);
  throw new TypeError('the evaluator has no such comparison');
}
