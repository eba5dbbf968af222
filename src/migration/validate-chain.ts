/**
 * Translation validation of a chain of states: evaluates what a handler does with all its calls, and the states that were
 * made of it, on made-up events and replies. Compared are the requests in their order, what comes out, and how it fails.
 * Not a proof; a net under the writer.
 */
import { SourceFailure, evaluate } from '../handlers/evaluate.ts';
import type { Roots } from '../handlers/evaluate.ts';
import { ownExprs, stepsFrom } from '../handlers/ir.ts';
import type { Expr, Json, NumberedCall, Step, StepOf } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { ChainState, LoweredChain, MadeCall } from './chain.ts';
import { JsonataRunner, QueryFailure } from './jsonata-run.ts';
import { isModelOperation, outputShape, replyInTask } from './known-calls.ts';
import type { Composition } from './lower.ts';
import { Samples, placesOf, seededRandom } from './samples.ts';
import type { Place } from './samples.ts';
import {
  CONTEXT,
  TRIALS,
  checked,
  codesIn,
  deployedText,
  isEqual,
  outcomeOf,
  textsIn,
  withDeployed,
} from './validate.ts';
import type { Mismatch } from './validate.ts';

export interface ChainTrial {
  readonly chain: LoweredChain;
  readonly compose: Composition;
  readonly knownInput: KnownKinds;
  readonly services: ServiceTables;
}

export async function validateChain(trial: ChainTrial): Promise<Mismatch | undefined> {
  return new ChainValidation(trial).run();
}

/** Trials that the handler must have taken before its states are asked for one. */
const ENOUGH = 4;

interface SentRequest {
  /** The state that makes it. */
  readonly state: string;
  readonly parameters: Json;
}

interface Conduct {
  readonly requests: readonly SentRequest[];
  readonly outcome: { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'failure' | 'outside' };
}

/** Replies of one trial, by the state whose call they answer; undefined: the call fails. */
type Replies = ReadonlyMap<string, Json | undefined>;

class ChainValidation {
  readonly #trial: ChainTrial;
  readonly #runner = new JsonataRunner();
  readonly #codes: readonly string[];
  readonly #calls: readonly (readonly [StepOf<'call'>, MadeCall])[];
  readonly #byState: ReadonlyMap<string, NumberedCall>;
  readonly #random = seededRandom(20261121);
  /** Trials in which the handler calls a model and gives a result, and those of them in which the states do. */
  #taken = 0;
  #given = 0;

  constructor(trial: ChainTrial) {
    this.#trial = trial;
    this.#calls = [...trial.chain.calls];
    this.#byState = new Map(this.#calls.map(([{ call }, { state }]) => [state, call]));
    this.#codes = codesIn(this.#exprsFrom(trial.chain.first));
  }

  async run(): Promise<Mismatch | undefined> {
    const { chain, knownInput } = this.#trial;
    const exprs = this.#exprsFrom(chain.first);
    const texts = textsIn(exprs);
    const events = new Samples(this.#random, knownInput, texts);
    const eventPlaces = placesOf({ kind: 'event', start: 0, end: 0 }, exprs);
    const replies = this.#calls.map(([step, made]) => this.#replySource(step, made, texts));
    for (let i = 0; i < TRIALS; i++) {
      const input = events.value(eventPlaces, [0, 4, 15, 40][i % 4] ?? 0) ?? {};
      const strange = [0, 0, 6, 30][i % 4] ?? 0;
      const answers = new Map(replies.map(({ state, make }) => [state, make(strange)]));
      const mismatch = await this.#one(input, answers);
      if (mismatch !== undefined) return mismatch;
    }
    // A chain that refuses everything would be the same wherever it is.
    return this.#taken >= ENOUGH && this.#given === 0
      ? { input: {}, reply: undefined, what: 'the states refuse every input that the handler takes' }
      : undefined;
  }

  #exprsFrom(step: Step): readonly Expr[] {
    return [...stepsFrom(step)].flatMap((one) => [
      ...ownExprs(one),
      ...(one.kind === 'end' ? [this.#trial.compose(one.result)] : []),
    ]);
  }

  #replySource(
    step: StepOf<'call'>,
    { state, knownReply }: MadeCall,
    texts: readonly string[],
  ): { readonly state: string; readonly make: (strange: number) => Json | undefined } {
    const places: Place = placesOf(
      { kind: 'reply', call: step.call.number, start: 0, end: 0 },
      this.#exprsFrom(step.then),
    );
    const samples = new Samples(this.#random, knownReply, texts);
    const make = (strange: number): Json | undefined =>
      this.#random(12) === 0 ? undefined : (samples.value(places, strange) ?? {});
    return { state, make };
  }

  async #one(input: Json, replies: Replies): Promise<Mismatch | undefined> {
    const codes = new Map<string, Json | undefined>();
    for (const text of this.#codes) codes.set(text, await this.#codeValue(text, input));
    const source = this.#source(input, replies, (text) => codes.get(text));
    const states = await this.#states(input, replies);
    const what = this.#difference(source, states);
    if (source.outcome.kind === 'value' && source.requests.some(({ state }) => this.#isModel(state))) {
      this.#taken++;
      if (states.outcome.kind === 'value') this.#given++;
    }
    if (what === undefined) return undefined;
    return { input, reply: Object.fromEntries([...replies].map(([name, reply]) => [name, reply ?? 'fails'])), what };
  }

  async #codeValue(text: string, input: Json): Promise<Json | undefined> {
    try {
      return await this.#runner.expression(text, { input, context: CONTEXT });
    } catch (error) {
      if (error instanceof QueryFailure) return undefined;
      throw error;
    }
  }

  // ---- the handler --------------------------------------------------------------------------------------------

  #source(input: Json, replies: Replies, code: (text: string) => Json | undefined): Conduct {
    const requests: SentRequest[] = [];
    const answers = new Map<number, Json>();
    const roots: Roots = {
      event: input,
      replies: (call) => answers.get(call),
      deployed: deployedText,
      code,
    };
    const outcome = outcomeOf(() => {
      for (let step = this.#trial.chain.first; ;) {
        checked(step.before, roots, NOTHING);
        if (step.kind === 'fail') throw new SourceFailure(step.error);
        if (step.kind === 'end') {
          evaluate(step.result, roots);
          return evaluate(this.#trial.compose(step.result), roots) ?? null;
        }
        if (step.kind === 'choice') {
          step = evaluate(step.test, roots) === true ? step.then : step.otherwise;
          continue;
        }
        const made = this.#trial.chain.calls.get(step);
        if (made === undefined) throw new TypeError('a call has no state');
        requests.push({ state: made.state, parameters: evaluate(made.expected, roots) ?? null });
        const reply = replies.get(made.state);
        if (reply === undefined) throw new SourceFailure('the call fails');
        answers.set(step.call.number, reply);
        step = step.then;
      }
    });
    return { requests, outcome };
  }

  // ---- the states ---------------------------------------------------------------------------------------------

  async #states(input: Json, replies: Replies): Promise<Conduct> {
    const { states } = this.#trial.chain;
    const requests: SentRequest[] = [];
    const variables = new Map<string, Json>();
    let data = input;
    let next: string | undefined = states[0]?.name;
    try {
      for (; next !== undefined;) {
        const state: ChainState | undefined = states.find(({ name }) => name === next);
        if (state === undefined) throw new TypeError(`there is no state ${next}`);
        switch (state.kind) {
          case 'choice': {
            const holds = await this.#value(state.condition, { input: data }, variables);
            if (typeof holds !== 'boolean') throw new QueryFailure('a condition is not true or false');
            next = holds ? state.then : state.otherwise;
            break;
          }
          case 'check':
            data = await this.#value(state.output, { input: data }, variables);
            next = state.next;
            break;
          case 'pass':
            data = await this.#value(state.output, { input: data }, variables);
            next = undefined;
            break;
          case 'task': {
            requests.push({
              state: state.name,
              parameters: await this.#value(state.arguments, { input: data }, variables),
            });
            const result = this.#result(state.name, replies);
            const output = await this.#value(state.output, { input: data, result }, variables);
            const kept: [string, Json][] = [];
            for (const [name, value] of Object.entries(state.assign ?? {}))
              kept.push([name, await this.#value(value, { input: data, result }, variables)]);
            for (const [name, value] of kept) variables.set(name, value);
            data = output;
            next = state.next;
          }
        }
      }
    } catch (error) {
      if (error instanceof QueryFailure) return { requests, outcome: { kind: 'failure' } };
      throw error;
    }
    return { requests, outcome: { kind: 'value', value: data } };
  }

  async #value(
    template: Json,
    states: { readonly input: Json; readonly result?: Json },
    variables: ReadonlyMap<string, Json>,
  ): Promise<Json> {
    return withDeployed(await this.#runner.template(template, { ...states, context: CONTEXT }, variables));
  }

  #result(state: string, replies: Replies): Json {
    const reply = replies.get(state);
    const operation = this.#byState.get(state)?.operation;
    if (reply === undefined || operation === undefined) throw new QueryFailure('the call fails');
    return replyInTask(operation, reply, outputShape(operation, this.#trial.services));
  }

  // ---- the two ------------------------------------------------------------------------------------------------

  #difference(source: Conduct, states: Conduct): string | undefined {
    const isPrefix = states.requests.every((request, i) => isSame(request, source.requests[i]));
    if (!isPrefix) return 'the handler and the states send different requests, or in another order';
    const isWhole = states.requests.length === source.requests.length;
    if (states.outcome.kind === 'value') {
      if (!isWhole) return 'the handler makes calls that the states do not make';
      if (source.outcome.kind !== 'value') return 'the handler fails, and the states give a result';
      return isEqual(source.outcome.value, states.outcome.value)
        ? undefined
        : 'the handler and the states give different results';
    }
    if (isWhole && source.outcome.kind === 'failure') return undefined;
    // What is refused must be refused before a model is called.
    return states.requests.some(({ state }) => this.#isModel(state))
      ? 'the states fail after a model call where the handler goes on'
      : undefined;
  }

  #isModel(state: string): boolean {
    const operation = this.#byState.get(state)?.operation;
    return operation === undefined || isModelOperation(operation);
  }
}

const NOTHING: Expr = { kind: 'literal', value: null, start: 0, end: 0 };

function isSame(one: SentRequest, other: SentRequest | undefined): boolean {
  return other !== undefined && one.state === other.state && isEqual(one.parameters, other.parameters);
}
