/**
 * The split: a handler that cannot leave its function as a whole, but calls a model once in a straight line, becomes two
 * functions with the call between them as a state of its own. Everything that would be another then is a reason against it.
 *
 * The result is guarded at best. That what is handed over survives is tested by the code that is written, before the call.
 */
import type { TaskState } from '../../asl/model.ts';
import { AI_ERRORS } from '../../aws/ai-errors.ts';
import { CLIENT_ATTEMPTS, HANDLER_CALLS, NATIVE_CALLS } from '../../aws/handler-calls.ts';
import type { NativeCall } from '../../aws/handler-calls.ts';
import type { ServiceTables } from '../../aws/services/tables.ts';
import type { SeenCall, Understanding } from '../../handlers/ir.ts';
import { readOutline } from '../../handlers/read-outline.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { CalledFunction } from '../outcome.ts';
import type { Change, NewFile, Target } from '../target.ts';
import { errorHandlers } from '../error-names.ts';
import { causeReasons, formReasons, functionReasons, functionSeconds, roleReasons } from '../function-gates.ts';
import type { TaskForm } from '../payload.ts';
import { reasonAt, reasonIn } from '../reason.ts';
import { taskCall } from '../known-calls.ts';
import type { Reason } from '../reason.ts';
import { retryChanges, timeGuards } from '../target-changes.ts';
import { findCut } from './cut.ts';
import type { Cut } from './cut.ts';
import { newCode } from './new-code.ts';
import type { NewCode } from './new-code.ts';
import { Refusals } from './refusals.ts';
import { splitStates, unwritableField } from './states.ts';

export interface SplitTask {
  readonly state: TaskState;
  readonly called: CalledFunction;
  readonly found: Understanding;
  readonly services: ServiceTables;
}

export type SplitOutcome =
  | { readonly target: Target; readonly reasons?: undefined }
  /** Empty where there is nothing to split at all. */
  | { readonly reasons: readonly Reason[]; readonly target?: undefined };

type SourceOfFile = Extract<CalledFunction['source'], { kind: 'file' }>;

export async function splitTask(task: SplitTask): Promise<SplitOutcome> {
  const { source } = task.called;
  const calls = distinct(task.found.calls);
  const [call] = calls;
  if (source.kind !== 'file' || call === undefined) return { reasons: [] };
  const native = nativeOf(call);
  // The reasons why the task is not migrated say all that there is to say.
  if (calls.length > 1 || native === undefined) return { reasons: [] };
  return new Splitter(task, source, call, native).split();
}

function distinct(calls: readonly SeenCall[]): readonly SeenCall[] {
  return [...new Map(calls.map((call) => [call.start, call])).values()];
}

/** A stream is no answer that a function can be handed. */
function nativeOf({ operation }: SeenCall): NativeCall | undefined {
  const native = HANDLER_CALLS.find((one) => one.operation === operation)?.native;
  return native === undefined || native === 'InvokeHarness' ? undefined : NATIVE_CALLS[native];
}

class Splitter {
  readonly #task: SplitTask;
  readonly #source: SourceOfFile;
  readonly #call: SeenCall;
  readonly #native: NativeCall;
  readonly #refusals = new Refusals();
  readonly #reasons: Reason[] = [];
  readonly #form: TaskForm;

  constructor(task: SplitTask, source: SourceOfFile, call: SeenCall, native: NativeCall) {
    this.#task = task;
    this.#source = source;
    this.#call = call;
    this.#native = native;
    this.#form = task.state.integration.kind === 'lambda' ? 'arn' : 'invoke';
  }

  async split(): Promise<SplitOutcome> {
    const { state, called } = this.#task;
    this.#reasons.push(
      ...formReasons(state, called),
      // Layers stay with both functions.
      ...functionReasons(called).filter(({ message }) => !message.includes('layers')),
      ...causeReasons(state),
      ...roleReasons(state, this.#native.permissions),
      ...(this.#call.client?.blockers ?? []).map((blocker) => reasonIn(this.#source.file, blocker)),
    );
    this.#checkFields();
    this.#checkSource();
    const code = await this.#newCode();
    const handlers = errorHandlers(state, {
      native: taskCall(this.#native.operation),
      raised: [],
      attempts: this.#attempts(),
    });
    this.#reasons.push(...handlers.reasons, ...this.#retryReasons());
    const seconds = functionSeconds(called);
    if (seconds === undefined) {
      const place = called.property('Timeout');
      const message = 'the timeout of the function is known at deployment only';
      this.#reasons.push(reasonAt('fn-config', message, 'Write Timeout out as a number.', place));
    }
    const reasons = [...this.#reasons, ...this.#refusals.found.map((blocker) => reasonIn(this.#source.file, blocker))];
    if (reasons.length > 0 || code === undefined || seconds === undefined) return { reasons };
    return { target: this.#target(code, { handlers, seconds }) };
  }

  #attempts(): number {
    return this.#call.client?.attempts ?? CLIENT_ATTEMPTS[this.#source.path.endsWith('.py') ? 'python' : 'javascript'];
  }

  #checkFields(): void {
    const field = unwritableField(this.#task.state, this.#form);
    if (field === undefined) return;
    const message = 'a field of the state is known at deployment only, and cannot be written into another state';
    this.#reasons.push(reasonAt('form', message, 'Write it out, or give it as a substitution.', field));
  }

  /** The new files must come to the function in the way that the old one does. */
  #checkSource(): void {
    const { path, file } = this.#source;
    const add = (message: string, unblock: string): void => {
      this.#refusals.add('source', message, unblock, this.#call);
    };
    if (!file.path.endsWith(path))
      add('the code stands in the template', 'Move it into a file of its own, and point CodeUri at its folder.');
    else if (/\.[cm]?ts$/.test(path))
      add('the code is built from TypeScript', 'Split the handler by hand along the call, and build both files.');
    else if (/(?:^|\/)(?:cdk\.out|\.aws-sam|asset\.[0-9a-f]+|dist|build)\//.test(file.path))
      add('the file is made by a build', 'Lint the source that it is built from.');
    else if (this.#isBuilt()) add('the function is built with tools of its own', 'Split the handler by hand.');
  }

  #isBuilt(): boolean {
    const { state, called } = this.#task;
    return state.machine.declarations.some(({ template }) => {
      const resources = template?.get('Resources');
      const own = resources?.kind === 'object' ? resources.get(called.label) : undefined;
      const metadata = own?.kind === 'object' ? own.get('Metadata') : undefined;
      return metadata?.kind === 'object' && metadata.get('BuildMethod') !== undefined;
    });
  }

  async #newCode(): Promise<NewCode | undefined> {
    const { file, path, handler } = this.#source;
    const outline = await readOutline(path, file.text);
    if (outline === undefined) {
      this.#refusals.add('parse', 'the source cannot be cut into statements', 'Mend the source.', this.#call);
      return undefined;
    }
    const cut = findCut({ text: file.text, outline, handler, call: this.#call }, this.#refusals);
    if (cut === undefined) return undefined;
    this.#checkOneCall(cut, file);
    const action = this.#task.services.service(this.#native.service)?.action(this.#native.action);
    return newCode({ cut, native: this.#native, action, refusals: this.#refusals });
  }

  /** A call that was not seen would be made in one of the functions, unseen still. */
  #checkOneCall({ reachable }: Cut, { text }: SourceFile): void {
    const found = reachable.flatMap(({ body }) => {
      const { start = 0 } = body[0] ?? {};
      const own = text.slice(start, body.at(-1)?.end ?? start);
      return [...own.matchAll(CALL_NAMES)].map(({ index }) => start + index);
    });
    const others = [...new Set(found)].filter((at) => at < this.#call.start || at > this.#call.end);
    const [first] = others;
    const isCommand = first !== undefined && (/^\W?(\w+)/.exec(text.slice(first))?.[1] ?? '').endsWith('Command');
    if (first === undefined || (isCommand && others.length === 1)) return;
    this.#refusals.add('one-call', 'there is another model call', 'Give each call a state of its own.', {
      start: first,
      end: first + 1,
    });
  }

  /** What fails after the call was tried again from the start, with a new call. */
  #retryReasons(): readonly Reason[] {
    const modelled: readonly string[] = AI_ERRORS[this.#native.operation].map(({ name }) => name);
    return this.#task.state.retriers.flatMap(({ node, errors }) => {
      const wide = errors.find(
        (error) => error.kind !== 'string' || !(SERVICE_ERRORS.test(error.value) || modelled.includes(error.value)),
      );
      return wide === undefined
        ? []
        : [
            reasonAt(
              'errors',
              'an error after the call is tried again with a new call of the model; the function after the call can only read the same answer again',
              'Retry the errors of Lambda and of the model by their names (Lambda.ServiceException, ThrottlingException, …).',
              node,
            ),
          ];
    });
  }

  #target(code: NewCode, made: { handlers: ReturnType<typeof errorHandlers>; seconds: number }): Target {
    const { state, called } = this.#task;
    const { seconds, handlers } = made;
    const copies = copiesOf(state, called, code);
    const substitutions = copies.map(({ logicalId }) => ({
      kind: 'function' as const,
      name: `${logicalId}Arn`,
      copy: logicalId,
    }));
    const [before, after] = substitutions;
    const states = splitStates({
      state,
      form: this.#form,
      native: this.#native,
      handlers,
      seconds,
      hasEarly: code.hasEarly,
      parameters: code.parameters,
      before: before?.name ?? '',
      after: after?.name ?? '',
    });
    return {
      states,
      permissions: this.#native.permissions,
      substitutions,
      functions: copies,
      files: this.#files(code),
      guards: [...code.guards, ...timeGuards(this.#native, seconds)],
      changes: changesOf(code, handlers.changes),
      assumptions: [
        ...(this.#call.client?.notes ?? []).map(({ text }) => text),
        `the new files are packaged as ${this.#source.path} is`,
      ],
    };
  }

  #files({ before, after }: NewCode): readonly NewFile[] {
    const { path } = this.#source.file;
    return [
      { path: withSuffix(path, before.suffix), text: before.text },
      { path: withSuffix(path, after.suffix), text: after.text },
    ];
  }
}

const CALL_NAMES = new RegExp(
  `(?:\\.(?:${HANDLER_CALLS.map(({ method }) => method).join('|')})\\s*\\(|\\b(?:${HANDLER_CALLS.map(({ operation }) => operation).join('|')})Command\\b)`,
  'g',
);

const SERVICE_ERRORS = /^(?:Lambda\.\w+|Sandbox\.Timedout|Runtime\.ExitError|States\.Timeout)$/;

function withSuffix(path: string, suffix: string): string {
  return path.replace(/(\.[a-z]+)$/, `${suffix}$1`);
}

function copiesOf(state: TaskState, called: CalledFunction, { before, after }: NewCode): Target['functions'] {
  const written = called.property('Handler');
  const handler = written?.kind === 'string' ? written.value : '';
  const dot = handler.lastIndexOf('.');
  return [
    { ending: 'BeforeModel', suffix: before.suffix },
    { ending: 'AfterModel', suffix: after.suffix },
  ].map(({ ending, suffix }) => ({
    logicalId: freshId(state, `${called.label}${ending}`),
    handler: `${handler.slice(0, dot)}${suffix}${handler.slice(dot)}`,
  }));
}

function freshId({ machine }: TaskState, wanted: string): string {
  for (let i = 1; ; i++) {
    const one = i === 1 ? wanted : `${wanted}${String(i)}`;
    if (machine.declarations.every(({ resources }) => !resources.has(one))) return one;
  }
}

function changesOf(code: NewCode, retries: readonly string[]): readonly Change[] {
  const early = code.hasEarly ? ', also where the answer is known without the model' : '';
  return [
    { aspect: 'failures', text: 'failures of the call have a prefix, and are no longer logged by the handler' },
    ...retryChanges(retries),
    {
      aspect: 'retries',
      text: 'each of the three states is retried by itself: what was done before a failure is not done again',
    },
    {
      aspect: 'timeout',
      text: 'each of the two functions has the timeout of the old one, and the call has it once more; all together may take longer',
    },
    { aspect: 'logs', text: 'the handler logs as before, in the log groups of two functions' },
    {
      aspect: 'history',
      text: `the request, the answer, and what the first function hands to the second appear in the history of the execution${code.handed.length > 0 ? ` (${code.handed.join(', ')})` : ''}`,
    },
    {
      aspect: 'cost',
      text: `one more invocation of a function and two more transitions${early}; no Lambda time is paid for while the model answers`,
    },
  ];
}
