/**
 * Writes a definition as the CDK program that a person would write for it: a construct for each state, with `next`,
 * `addRetry` and `addCatch` between them. What constructs cannot say is left out or written by hand, so that what CDK
 * makes of the program is near the definition, and not always the same.
 */
import type { JsonValue } from '../../support/json-value.ts';

type Fields = Readonly<Record<string, JsonValue>>;

const HEAD = `const { Duration } = require('aws-cdk-lib');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');
const bedrock = require('aws-cdk-lib/aws-bedrock');
const lambda = require('aws-cdk-lib/aws-lambda');

exports.main = (scope) => {
`;

/** Undefined for what is no definition with states. */
export function asConstructs(definition: JsonValue): string | undefined {
  if (!isObject(definition) || !isObject(definition.States)) return undefined;
  const writer = new Writer(definition.QueryLanguage === 'JSONata');
  const start = writer.graph(definition);
  if (start === undefined) return undefined;
  const options = [`definitionBody: sfn.DefinitionBody.fromChainable(${start})`];
  if (typeof definition.Comment === 'string') options.push(`comment: ${code(definition.Comment)}`);
  if (typeof definition.TimeoutSeconds === 'number') options.push(`timeout: ${seconds(definition.TimeoutSeconds)}`);
  if (writer.isJsonata) options.push('queryLanguage: sfn.QueryLanguage.JSONATA');
  const lines = [...writer.lines, `new sfn.StateMachine(scope, 'Machine', { ${options.join(', ')} });`];
  return `${HEAD}${lines.map((line) => `  ${line}\n`).join('')}};\n`;
}

class Writer {
  readonly lines: string[] = [];
  readonly isJsonata: boolean;
  #count = 0;

  constructor(isJsonata: boolean) {
    this.isJsonata = isJsonata;
  }

  /** The name of the first state. */
  graph({ States, StartAt }: Fields): string | undefined {
    if (!isObject(States)) return undefined;
    const names = new Map(Object.keys(States).map((name) => [name, `s${this.#count++}`]));
    const states = Object.entries(States).flatMap(([name, state]) => (isObject(state) ? [{ name, state }] : []));
    for (const { name, state } of states) this.#declare(name, names.get(name) ?? '', state);
    for (const { name, state } of states) this.#connect(names.get(name) ?? '', state, names);
    return names.get(asText(StartAt)) ?? [...names.values()][0];
  }

  #declare(id: string, name: string, state: Fields): void {
    const made = this.#made(id, state);
    const options = Object.entries(made.options).filter(([, value]) => value !== undefined);
    const text = options.map(([option, value]) => `    ${option}: ${value ?? ''},\n`).join('');
    const given = options.length === 0 ? '' : `, {\n${text}  }`;
    this.lines.push(`const ${name} = new ${made.class}(scope, ${code(id)}${given});`);
    for (const call of made.calls) this.lines.push(`${name}.${call};`);
  }

  #made(id: string, state: Fields): Made {
    const common = {
      comment: given(state.Comment),
      inputPath: path(state.InputPath),
      outputPath: path(state.OutputPath),
      outputs: given(state.Output),
      assign: given(state.Assign),
    };
    const result = { resultPath: path(state.ResultPath), resultSelector: given(state.ResultSelector) };
    switch (state.Type) {
      case 'Pass':
        return made('sfn.Pass', {
          ...common,
          ...result,
          result: state.Result === undefined ? undefined : `sfn.Result.fromObject(${code(state.Result)})`,
          parameters: given(state.Parameters),
        });
      case 'Succeed':
        return made('sfn.Succeed', common);
      case 'Fail':
        return made('sfn.Fail', { comment: common.comment, error: given(state.Error), cause: given(state.Cause) });
      case 'Wait':
        return made('sfn.Wait', { ...common, time: waitTime(state) });
      case 'Choice':
        return made('sfn.Choice', common);
      case 'Parallel': {
        const starts = objectsIn(state.Branches).flatMap((branch) => this.graph(branch) ?? []);
        return made(
          'sfn.Parallel',
          { ...common, ...result, parameters: given(state.Parameters), arguments: given(state.Arguments) },
          [`branch(${starts.join(', ')})`],
        );
      }
      case 'Map':
        return this.#map(state, { ...common, ...result });
      default:
        return task(id, state, { ...common, ...result });
    }
  }

  #map(state: Fields, common: Options): Made {
    const method = state.Iterator === undefined ? 'itemProcessor' : 'iterator';
    const processor = state.ItemProcessor ?? state.Iterator;
    const start = isObject(processor) ? this.graph(processor) : undefined;
    const config = isObject(processor) && isObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
    const isDistributed = config.Mode === 'DISTRIBUTED';
    const options: Options = {
      ...common,
      itemsPath: path(state.ItemsPath),
      itemSelector: given(state.ItemSelector),
      parameters: given(state.Parameters),
      maxConcurrency: given(state.MaxConcurrency),
      items: typeof state.Items === 'string' ? `sfn.ProvideItems.jsonata(${code(state.Items)})` : undefined,
      ...(isDistributed ? distributed(state, config) : {}),
    };
    return made(
      isDistributed ? 'sfn.DistributedMap' : 'sfn.Map',
      options,
      start === undefined ? [] : [`${method}(${start})`],
    );
  }

  #connect(name: string, state: Fields, names: ReadonlyMap<string, string>): void {
    const target = (next: JsonValue | undefined): string | undefined => names.get(asText(next));
    for (const item of objectsIn(state.Retry)) this.lines.push(`${name}.addRetry(${retry(item)});`);
    for (const item of objectsIn(state.Catch)) {
      const next = target(item.Next);
      if (next !== undefined) this.lines.push(`${name}.addCatch(${[next, ...catcher(item)].join(', ')});`);
    }
    const test = this.isJsonata ? `sfn.Condition.jsonata('{% true %}')` : `sfn.Condition.isPresent('$.on')`;
    for (const choice of objectsIn(state.Choices)) {
      const next = target(choice.Next);
      if (next !== undefined) this.lines.push(`${name}.when(${test}, ${next});`);
    }
    const otherwise = target(state.Default);
    if (otherwise !== undefined) this.lines.push(`${name}.otherwise(${otherwise});`);
    const next = target(state.Next);
    if (next !== undefined) this.lines.push(`${name}.next(${next});`);
  }
}

type Options = Readonly<Record<string, string | undefined>>;

interface Made {
  readonly class: string;
  readonly options: Options;
  /** On the state, behind its `new`. */
  readonly calls: readonly string[];
}

function made(name: string, options: Options, calls: readonly string[] = []): Made {
  return { class: name, options, calls };
}

function distributed(state: Fields, config: Fields): Options {
  return {
    label: given(state.Label),
    mapExecutionType:
      typeof config.ExecutionType === 'string' ? `sfn.StateMachineType.${config.ExecutionType}` : undefined,
    toleratedFailurePercentage: given(state.ToleratedFailurePercentage),
    toleratedFailureCount: given(state.ToleratedFailureCount),
  };
}

/** What calls on the state say. */
const LED_BY_CALLS: readonly string[] = ['Next', 'End', 'Retry', 'Catch'];

function task(name: string, state: Fields, common: Options): Made {
  const resource = asText(state.Resource);
  const parameters = state.Parameters ?? state.Arguments;
  const options: Options = {
    ...common,
    taskTimeout: limit(state.TimeoutSeconds),
    heartbeatTimeout: limit(state.HeartbeatSeconds),
  };
  const call = /^arn:aws:states:::aws-sdk:(\w+):(\w+)(\.waitForTaskToken)?$/.exec(resource);
  const isObjectGiven = parameters === undefined || isObject(parameters);
  if (call !== null && isObjectGiven) {
    const [, service = '', action = '', waits] = call;
    return made('tasks.CallAwsService', {
      service: code(service),
      action: code(action),
      iamResources: `['*']`,
      parameters: given(parameters),
      ...options,
      integrationPattern: waits === undefined ? undefined : 'sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN',
    });
  }
  if (
    resource === 'arn:aws:states:::bedrock:invokeModel' &&
    isObject(parameters) &&
    typeof parameters.ModelId === 'string' &&
    isObject(parameters.Body)
  ) {
    return made('tasks.BedrockInvokeModel', {
      model: `bedrock.FoundationModel.fromFoundationModelId(scope, ${code(`Model of ${name}`)}, new bedrock.FoundationModelIdentifier(${code(parameters.ModelId)}))`,
      body: `sfn.TaskInput.fromObject(${code(parameters.Body)})`,
      ...options,
    });
  }
  if (
    resource === 'arn:aws:states:::lambda:invoke' &&
    isObject(parameters) &&
    typeof parameters.FunctionName === 'string'
  ) {
    return made('tasks.LambdaInvoke', {
      lambdaFunction: `lambda.Function.fromFunctionName(scope, ${code(`Function of ${name}`)}, ${code(parameters.FunctionName)})`,
      payload: parameters.Payload === undefined ? undefined : `sfn.TaskInput.fromObject(${code(parameters.Payload)})`,
      retryOnServiceExceptions: 'false',
      ...options,
    });
  }
  const own = Object.entries(state).filter(([name]) => !LED_BY_CALLS.includes(name));
  return made('sfn.CustomState', { stateJson: code(Object.fromEntries(own)) });
}

function waitTime({ Seconds, SecondsPath, Timestamp, TimestampPath }: Fields): string {
  if (typeof Seconds === 'number') return `sfn.WaitTime.duration(${seconds(Seconds)})`;
  if (SecondsPath !== undefined) return `sfn.WaitTime.secondsPath(${code(SecondsPath)})`;
  if (TimestampPath !== undefined) return `sfn.WaitTime.timestampPath(${code(TimestampPath)})`;
  return `sfn.WaitTime.timestamp(${code(Timestamp ?? '')})`;
}

function retry({
  ErrorEquals,
  IntervalSeconds,
  MaxAttempts,
  BackoffRate,
  MaxDelaySeconds,
  JitterStrategy,
}: Fields): string {
  return options({
    errors: given(ErrorEquals),
    interval: typeof IntervalSeconds === 'number' ? seconds(IntervalSeconds) : undefined,
    maxAttempts: given(MaxAttempts),
    backoffRate: given(BackoffRate),
    maxDelay: typeof MaxDelaySeconds === 'number' ? seconds(MaxDelaySeconds) : undefined,
    jitterStrategy: typeof JitterStrategy === 'string' ? `sfn.JitterType.${JitterStrategy}` : undefined,
  });
}

function catcher({ ErrorEquals, ResultPath, Output, Assign }: Fields): readonly string[] {
  return [
    options({
      errors: given(ErrorEquals),
      resultPath: path(ResultPath),
      outputs: given(Output),
      assign: given(Assign),
    }),
  ];
}

function options(entries: Options): string {
  const written = Object.entries(entries).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `{ ${written.join(', ')} }`;
}

function limit(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return `sfn.Timeout.duration(${seconds(value)})`;
  return undefined;
}

function seconds(value: number): string {
  return `Duration.seconds(${value})`;
}

function path(value: JsonValue | undefined): string | undefined {
  return value === null ? 'sfn.JsonPath.DISCARD' : given(value);
}

function given(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : code(value);
}

function code(value: JsonValue): string {
  return JSON.stringify(value);
}

function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function objectsIn(value: JsonValue | undefined): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
