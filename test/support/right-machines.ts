/**
 * Large machines that are right by what is known of Step Functions: both query languages, mixed machines, Maps of both
 * modes with readers, batches and writers, nested Parallels, callbacks, variables, polling loops, handlers. Every state
 * keeps the data it gets in one shape (`doc`, `items`, `n`, `text`, `when`, `role`), so that no path is read in vain.
 */
import type { Random } from '../rehost/random.ts';
import type { JsonObject, JsonValue } from './json-value.ts';

type Language = 'JSONPath' | 'JSONata';
type Fields = Record<string, JsonValue>;

interface Scope {
  /** Of the whole machine, which states inherit. */
  readonly root: Language;
  readonly depth: number;
  /** Names of the variables that are assigned before each state of this scope. */
  readonly variables: readonly string[];
}

/** What a state does in between `name` and `next`; none for a state that ends the machine. */
type Block = (scope: Scope, language: Language) => Fields;

const HANDLER = 'Handle failure';

export function rightMachine(random: Random): JsonObject {
  return new Builder(random).root();
}

class Builder {
  readonly #random: Random;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  root(): JsonObject {
    const root: Language = this.#random.chance(0.5) ? 'JSONata' : 'JSONPath';
    const says = root === 'JSONata' || this.#random.chance(0.3);
    return {
      Comment: 'Right by what is known.',
      ...(says ? { QueryLanguage: root } : {}),
      ...(this.#random.chance(0.3) ? { TimeoutSeconds: 3600 } : {}),
      ...(this.#random.chance(0.2) ? { Version: '1.0' } : {}),
      ...this.#machine({ root, depth: 0, variables: [] }),
    };
  }

  #machine(outer: Scope): Fields {
    const id = ++this.#count;
    const variables = ['limit', 'list', 'flag'].map((name) => `${name}${id}`);
    const scope: Scope = { ...outer, variables: [...outer.variables, ...variables] };
    const names = Array.from({ length: this.#between(3, outer.depth === 0 ? 10 : 5) }, (_, i) => this.#name(id, i));
    const states: Fields = {};
    for (const [i, name] of names.entries()) {
      const next = names[i + 1];
      const isLast = next === undefined;
      const later = names.slice(i + 1);
      states[name] =
        i === 0
          ? this.#first(scope, variables, next ?? name)
          : isLast
            ? this.#last(scope)
            : this.#middle(scope, next, later);
    }
    if (Object.values(states).some((state) => JSON.stringify(ownHandlers(state)).includes(HANDLER))) {
      const handler = `${HANDLER} ${id}`;
      for (const [name, state] of Object.entries(states)) states[name] = withHandler(state, handler);
      states[handler] = { Type: 'Fail', Error: 'Handled', Cause: 'See the failed state.' };
    }
    return { StartAt: names[0] ?? '', States: states };
  }

  #name(machine: number, i: number): string {
    const words = [
      'Fetch document',
      'Score: is it good?',
      'Prüfen',
      'step/one',
      'Ask the model',
      'a~b',
      'Store & forward',
    ];
    return `${this.#oneOf(words)} ${machine}.${i}`;
  }

  #between(least: number, most: number): number {
    return least + this.#random.below(most - least + 1);
  }

  #oneOf(names: readonly string[]): string {
    return names[this.#random.below(names.length)] ?? '';
  }

  #first(scope: Scope, [limit = '', list = '', flag = '']: readonly string[], next: string): Fields {
    if (scope.root === 'JSONata') {
      return { Type: 'Pass', Assign: { [limit]: '{% $states.input.n %}', [list]: [1, 2], [flag]: false }, Next: next };
    }
    return { Type: 'Pass', Assign: { [`${limit}.$`]: '$.n', [list]: [1, 2], [flag]: false }, Next: next };
  }

  #last(scope: Scope): Fields {
    const wait: Fields = { Type: 'Wait', Seconds: this.#between(0, 60), End: true };
    const pass: Fields = { Type: 'Pass', End: true };
    const succeed: Fields =
      scope.root === 'JSONata'
        ? { Type: 'Succeed', Output: this.#random.pick<JsonValue>(['{% $states.input.doc %}', {}, null, [1, 'a']]) }
        : { Type: 'Succeed', ...this.#random.pick<Fields>([{ InputPath: '$.doc' }, { OutputPath: null }, {}]) };
    return this.#random.pick([wait, pass, succeed]);
  }

  #middle(scope: Scope, next: string, later: readonly string[]): Fields {
    const language: Language = scope.root === 'JSONata' || this.#random.chance(0.3) ? 'JSONata' : 'JSONPath';
    const own: Fields = language === scope.root ? {} : { QueryLanguage: language };
    if (this.#random.chance(0.2)) return { ...own, ...this.#choice(scope, language, next, later) };
    const nested = scope.depth < 3 && this.#random.chance(0.35);
    const block = nested ? this.#random.pick(this.#nesting) : this.#random.pick(this.#plain);
    const comment: Fields = this.#random.chance(0.2) ? { Comment: '{% not an expression' } : {};
    return { ...own, ...comment, ...block(scope, language), Next: next };
  }

  #choice(scope: Scope, language: Language, next: string, later: readonly string[]): Fields {
    const to = (): string => this.#oneOf(later);
    const limit = this.#oneOf(scope.variables.filter((name) => name.startsWith('limit')));
    if (language === 'JSONata') {
      return {
        Type: 'Choice',
        Choices: [
          { Condition: `{% $states.input.n > $${limit} and $exists($states.input.doc) %}`, Next: to() },
          {
            Condition: "{% $states.input.text in ['a', 'b'] %}",
            Assign: { [`seen${limit}`]: true },
            Output: '{% $states.input %}',
            Next: to(),
          },
          { Condition: false, Comment: 'Switched off.', Next: next },
        ],
        Default: next,
      };
    }
    return {
      Type: 'Choice',
      Choices: [
        { Variable: '$.n', NumericGreaterThanPath: `$${limit}`, Next: to() },
        {
          And: [{ Variable: '$.doc.id', IsPresent: true }, { Not: { Variable: '$.text', StringMatches: 'x-*' } }],
          Next: to(),
        },
        {
          Or: [{ Variable: '$$.Execution.RedriveCount', NumericEquals: 0 }],
          Comment: 'Once.',
          Assign: { [`seen${limit}`]: true },
          Next: to(),
        },
        { Variable: '$.when', TimestampLessThanPath: '$$.State.EnteredTime', Next: next },
      ],
      Default: next,
    };
  }

  readonly #call = (language: Language, resource: string, parameters: Fields, ai = false): Fields => ({
    Type: 'Task',
    Resource: resource,
    ...(language === 'JSONata'
      ? { Arguments: parameters, Output: '{% $states.input %}' }
      : { Parameters: parameters, ResultPath: this.#random.pick<JsonValue>([null, `$.result${++this.#count}`]) }),
    ...this.#timeouts(language),
    ...this.#handlers(language, ai),
  });

  #timeouts(language: Language): Fields {
    const literal: Fields = { TimeoutSeconds: 300, HeartbeatSeconds: 60 };
    const computed: Fields =
      language === 'JSONata'
        ? { TimeoutSeconds: '{% $states.input.n %}' }
        : { TimeoutSecondsPath: '$.n', HeartbeatSecondsPath: '$.n' };
    return this.#random.pick([{}, literal, computed]);
  }

  #handlers(language: Language, ai: boolean): Fields {
    const retry = [
      {
        ErrorEquals: ['Lambda.TooManyRequestsException', 'my.Error'],
        IntervalSeconds: 2,
        MaxAttempts: 3,
        BackoffRate: 2,
        Comment: 'Busy.',
      },
      {
        ErrorEquals: ['States.ALL'],
        MaxAttempts: ai ? 0 : 2,
        JitterStrategy: 'FULL',
        MaxDelaySeconds: 60,
        BackoffRate: 1.5,
      },
    ];
    const caught =
      language === 'JSONata' ? { Output: { error: '{% $states.errorOutput.Cause %}' } } : { ResultPath: '$.error' };
    const handlers = [
      { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], Next: HANDLER, ...caught },
      { ErrorEquals: ['States.ALL'], Next: HANDLER, ...caught },
    ];
    return {
      ...(this.#random.chance(0.5) ? { Retry: this.#random.pick<JsonValue>([retry, []]) } : {}),
      ...(this.#random.chance(0.5) ? { Catch: this.#random.pick<JsonValue>([handlers, []]) } : {}),
    };
  }

  readonly #plain: readonly [Block, ...Block[]] = [
    (_, language) =>
      language === 'JSONata'
        ? this.#call(language, 'arn:aws:states:::lambda:invoke', {
            FunctionName: 'score-document:live',
            Payload:
              "{% $merge([$states.input.doc, {'at': $now(), 'list': $states.input.items[id > 1].{'id': id}}]) %}",
          })
        : this.#call(language, 'arn:aws:states:::lambda:invoke', {
            FunctionName: 'score-document:live',
            Payload: {
              'doc.$': '$.doc',
              'ids.$': '$.items[?(@.id > 1)].id',
              'key.$': "States.Format('in/{}.json', $.doc.id)",
            },
          }),
    (_, language) =>
      this.#call(
        language,
        'arn:aws:states:::bedrock:invokeModel',
        {
          ModelId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
          Body: {
            anthropic_version: 'bedrock-2023-05-31',
            max_tokens: 200,
            messages: [
              {
                role: 'user',
                content: language === 'JSONata' ? '{% $states.input.text %}' : [{ type: 'text', 'text.$': '$.text' }],
              },
            ],
          },
        },
        true,
      ),
    (_, language) =>
      this.#call(language, 'arn:aws:states:::aws-sdk:dynamodb:getItem', {
        TableName: 'documents',
        Key: language === 'JSONata' ? { id: { S: '{% $states.input.doc.id %}' } } : { id: { 'S.$': '$.doc.id' } },
      }),
    (_, language) =>
      this.#call(
        language,
        'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        language === 'JSONata'
          ? {
              QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/approvals',
              MessageBody: { token: '{% $states.context.Task.Token %}' },
            }
          : {
              QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/approvals',
              MessageBody: { 'token.$': '$$.Task.Token' },
            },
      ),
    (_, language) =>
      this.#call(language, 'arn:aws:states:::states:startExecution.sync:2', {
        StateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:child',
        Input: language === 'JSONata' ? { doc: '{% $states.input.doc %}' } : { 'doc.$': '$.doc' },
      }),
    (_, language) => ({
      ...this.#call(language, 'arn:aws:states:::sns:publish', {
        TopicArn: 'arn:aws:sns:us-east-1:111122223333:done',
        Message: 'Done.',
      }),
      Credentials: language === 'JSONata' ? { RoleArn: '{% $states.input.role %}' } : { 'RoleArn.$': '$.role' },
    }),
    (_, language) =>
      language === 'JSONata'
        ? {
            Type: 'Wait',
            ...this.#random.pick<Fields>([
              { Seconds: '{% $states.input.n %}' },
              { Timestamp: '{% $states.input.when %}' },
            ]),
          }
        : {
            Type: 'Wait',
            ...this.#random.pick<Fields>([{ SecondsPath: '$.n' }, { TimestampPath: '$.when' }, { Seconds: 5 }]),
          },
    (scope, language) => {
      const list = this.#oneOf(scope.variables.filter((name) => name.startsWith('list')));
      return language === 'JSONata'
        ? {
            Type: 'Pass',
            Output: `{% ($sum := $reduce($${list}, function($a, $b){ $a + $b }); $merge([$states.input, {'sum': $sum}])) %}`,
            Assign: { [`sum${++this.#count}`]: `{% $sum($${list}) %}` },
          }
        : {
            Type: 'Pass',
            Parameters: {
              'list.$': `States.ArrayUnique($${list})`,
              'parts.$': "States.StringSplit($$.Execution.Id, ':')",
              'id.$': 'States.UUID()',
              'json.$': 'States.JsonMerge($.doc, States.StringToJson(\'{"a": [1, {"b": null}]}\'), false)',
              plain: 'States.Format is text here',
            },
            ResultPath: `$.extra${++this.#count}`,
          };
    },
  ];

  readonly #nesting: readonly [Block, ...Block[]] = [
    (scope, language) => this.#map(scope, language, 'INLINE'),
    (scope, language) => this.#map(scope, language, 'DISTRIBUTED'),
    (scope, language) => {
      const branches = Array.from({ length: this.#between(1, 3) }, () => this.#machine(deeper(scope)));
      return { Type: 'Parallel', Branches: branches, ...this.#keep(language), ...this.#handlers(language, true) };
    },
  ];

  #keep(language: Language): Fields {
    return language === 'JSONata' ? { Output: '{% $states.input %}' } : { ResultPath: `$.results${++this.#count}` };
  }

  #map(scope: Scope, language: Language, mode: 'INLINE' | 'DISTRIBUTED'): Fields {
    const isDistributed = mode === 'DISTRIBUTED';
    const inner = isDistributed ? { ...deeper(scope), variables: [] } : deeper(scope);
    const config: Fields = isDistributed ? { Mode: mode, ExecutionType: 'STANDARD' } : { Mode: mode };
    const selector =
      language === 'JSONata'
        ? "{% $merge([$states.input, {'item': $states.context.Map.Item.Value, 'index': $states.context.Map.Item.Index}]) %}"
        : {
            'doc.$': '$.doc',
            'items.$': '$.items',
            'n.$': '$.n',
            'text.$': "States.Format('{}: {}', $$.Map.Item.Index, $.text)",
            'when.$': '$.when',
            'role.$': '$.role',
          };
    const items: Fields = language === 'JSONata' ? { Items: '{% $states.input.items %}' } : { ItemsPath: '$.items' };
    return {
      Type: 'Map',
      MaxConcurrency: this.#between(1, 40),
      ...(isDistributed ? this.#distributed(language) : items),
      ItemSelector: selector,
      ItemProcessor: {
        ...(isDistributed || this.#random.chance(0.5) ? { ProcessorConfig: config } : {}),
        ...this.#machine(inner),
      },
      ...this.#keep(language),
      ...this.#handlers(language, true),
    };
  }

  #distributed(language: Language): Fields {
    const taken = language === 'JSONata' ? 'Arguments' : 'Parameters';
    const key: Fields =
      language === 'JSONata'
        ? { Key: "{% $states.input.doc.id & '.csv' %}" }
        : { 'Key.$': "States.Format('{}.csv', $.doc.id)" };
    const reader: Fields = {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'PIPE', MaxItems: 1000 },
        [taken]: { Bucket: 'documents', ...key },
      },
    };
    const list: Fields = {
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', [taken]: { Bucket: 'documents', Prefix: 'in/' } },
    };
    return {
      ...this.#random.pick([reader, list]),
      Label: `label_${++this.#count}`,
      ToleratedFailurePercentage: this.#random.pick([0, 2.5, 100]),
      ...(language === 'JSONPath' && this.#random.chance(0.4) ? { ToleratedFailureCountPath: '$.n' } : {}),
      ...(this.#random.chance(0.4)
        ? { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', [taken]: { Bucket: 'results', Prefix: 'out' } } }
        : {}),
    };
  }
}

function deeper(scope: Scope): Scope {
  return { ...scope, depth: scope.depth + 1 };
}

/** The handlers of a state alone, not those of the machines in it. */
function ownHandlers(state: JsonValue): JsonValue {
  return isFields(state) ? (state.Catch ?? null) : null;
}

function withHandler(state: JsonValue, handler: string): JsonValue {
  if (!isFields(state) || !Array.isArray(state.Catch)) return state;
  const handlers = (state.Catch as readonly Fields[]).map((entry) =>
    entry.Next === HANDLER ? { ...entry, Next: handler } : entry,
  );
  return { ...state, Catch: handlers };
}

function isFields(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
