/**
 * Python handlers against the two functions that they are split into, with the native call between them: the same events
 * and replies, compared on the result, on every request to any service, and on how they fail.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/handlers/ir.ts';
import type { Decision } from '../../../src/migration/outcome.ts';
import type { Target } from '../../../src/migration/target.ts';
import { outlinePython } from '../../../src/handlers/python/outline.ts';
import { decisionOn } from '../decide-task.ts';
import { Inputs, repliesOf } from '../inputs.ts';
import { HAS_PYTHON } from '../python-host.ts';
import { BY_ARN, INVOKED, IN_JSONATA, catching, statesWith } from '../task-forms.ts';
import type { Form, State } from '../task-forms.ts';
import { asksModel, runTask, withoutRepeats } from '../task-run.ts';
import type { Invoke, NamedRun } from '../task-run.ts';
import { SPLIT_CASES } from './python-cases.ts';
import type { SplitCase } from './python-cases.ts';
import { SplitHost } from './split-host.ts';
import { runSplit } from './split-run.ts';

const HANDLERS = path.join(import.meta.dirname, 'python', 'handlers');
const INPUTS = 48;

const host = HAS_PYTHON ? new SplitHost() : undefined;
afterAll(() => host?.close());

const FORMS: readonly Form[] = [
  ['by its ARN', BY_ARN],
  [
    'by lambda:invoke, with an error caught',
    {
      ...INVOKED,
      Retry: [{ ErrorEquals: ['Lambda.ServiceException', 'Lambda.TooManyRequestsException'], MaxAttempts: 2 }],
      ...catching('States.TaskFailed', 'States.QueryEvaluationError'),
    },
  ],
  ['in JSONata', { ...IN_JSONATA, Output: { made: '{% $states.result.Payload %}', kept: '{% $states.input.kept %}' } }],
];

function textOf({ name }: SplitCase): string {
  return readFileSync(path.join(HANDLERS, `${name}.py`), 'utf8');
}

function decisionOf(test: SplitCase, task: State, text = textOf(test)): Promise<Decision> {
  const { name, handler, environment } = test;
  return decisionOn(statesWith(task), { file: `${name}.py`, text, handler, environment });
}

async function targetOf(test: SplitCase, task: State): Promise<Target> {
  const { outcome } = await decisionOf(test, task);
  if (outcome.kind !== 'guarded')
    throw new Error(outcome.kind === 'plan' ? outcome.split.map(({ message }) => message).join('\n') : outcome.kind);
  return outcome.target;
}

function invoking(test: SplitCase, file: { readonly path: string; readonly text: string }, reply: Json): Invoke {
  return (event) =>
    host!.run({
      ...file,
      handler: test.handler,
      event,
      environment: test.environment ?? {},
      state: { reply, objects: test.objects ?? {}, items: test.items ?? {} },
    });
}

/** The functions that the placeholders of the states stand for. */
function functionsOf(test: SplitCase, target: Target, reply: Json): ReadonlyMap<string, Invoke> {
  return new Map(
    target.substitutions.flatMap((one) => {
      const copy = target.functions.find(({ logicalId }) => one.kind === 'function' && logicalId === one.copy);
      const module = copy?.handler.slice(0, copy.handler.lastIndexOf('.'));
      const file = target.files.find((made) => made.path === `fn/${module ?? ''}.py`);
      return file === undefined ? [] : [[`\${${one.name}}`, invoking(test, file, reply)] as const];
    }),
  );
}

interface Trial {
  readonly input: Json;
  readonly reply: Json;
}

/** Keys of a user's own, which have capital letters as well. */
function withMetadata(reply: Json): Json {
  const { retrievalResults: results } = reply as { retrievalResults?: readonly object[] };
  if (results === undefined) return reply;
  return { retrievalResults: results.map((one) => ({ ...one, metadata: { DocId: 'd1', page: 2 } })) as Json[] };
}

function trialsOf(test: SplitCase, isWhole: boolean): readonly Trial[] {
  const inputs = new Inputs(`split ${test.name}`);
  return Array.from({ length: INPUTS }, (_, i) => {
    const made = inputs.event(test.event, [0, 0, 20, 40][i % 4]!);
    const isObject = typeof made === 'object' && made !== null && !Array.isArray(made);
    const event = isObject ? { ...(made as object), ...test.fixed } : made;
    return {
      input: isWhole ? event : { event, kept: 1 },
      reply: withMetadata(repliesOf(test.reply ?? 'claude', inputs, i)),
    };
  });
}

/** The failure of a function has the class of the source; that of the call has its name with a prefix. */
function sameError(before: NamedRun, after: NamedRun): boolean {
  return after.error === before.error || (after.error ?? '').endsWith(`.${before.error ?? ''}`);
}

async function compared(test: SplitCase, task: State, target: Target, { input, reply }: Trial): Promise<NamedRun[]> {
  const file = { path: `fn/${test.name}.py`, text: textOf(test) };
  const before = await runTask(task, input, invoking(test, file, reply));
  const after = await runSplit(target, input, reply, functionsOf(test, target, reply));
  return [before, after].map(withoutRepeats);
}

describe.skipIf(!HAS_PYTHON)('a Python handler that is split', () => {
  it.each(SPLIT_CASES.flatMap((test) => FORMS.map(([form, task]) => [test.name, form, test, task] as const)))(
    '%s does the same, called %s',
    { timeout: 120_000 },
    async (_name, form, test, task) => {
      const target = await targetOf(test, task);
      let [same, asked] = [0, 0];
      for (const trial of trialsOf(test, form === 'by its ARN')) {
        const [before, after] = await compared(test, task, target, trial);
        const isRefused = !asksModel(after!) && JSON.stringify(after!.outcome) !== JSON.stringify(before!.outcome);
        if (isRefused) {
          expect(JSON.stringify(after!.outcome)).toMatch(/^"fails"$|"failure":"caught"/);
          continue;
        }
        expect({ ...after, error: undefined }, JSON.stringify(trial)).toEqual({ ...before, error: undefined });
        expect(sameError(before!, after!), `${before!.error} ${after!.error}`).toBe(true);
        same++;
        if (asksModel(after!)) asked++;
      }
      expect(same).toBeGreaterThan(INPUTS / 2);
      expect(asked).toBeGreaterThan(INPUTS / 4);
    },
  );
});

interface WrongSplit {
  readonly name: string;
  readonly test: string;
  /** What a careless hand would write in the two files. */
  readonly change: (target: Target) => Target;
}

function changedFile(ending: string, search: string | RegExp, instead: string): WrongSplit['change'] {
  return (target) => ({
    ...target,
    files: target.files.map((file) => {
      if (!file.path.endsWith(ending)) return file;
      expect(file.text).toMatch(search);
      return { ...file, text: file.text.replace(search, instead) };
    }),
  });
}

const WRONG: readonly WrongSplit[] = [
  {
    name: 'a name is not handed over',
    test: 'digest_report',
    change: changedFile('_after.py', /\n {4}sizes = split_frames.*/, '\n    sizes = {}'),
  },
  {
    name: 'a value comes back as another kind of value',
    test: 'digest_report',
    change: changedFile('_after.py', /split_json\.loads\(split_event\["handed"\]\)/, '_changed(split_event["handed"])'),
  },
  {
    name: 'the event is handed over as it came in, not as it was changed',
    test: 'ticket_triage',
    change: changedFile('_before.py', '{"event": event,', '{"event": json.loads(_FIRST),'),
  },
  {
    name: 'an answer that is known early is not given',
    test: 'moderation',
    change: changedFile('_before.py', /return split_done\(\(respond\(200.*\n/, 'pass\n'),
  },
  {
    name: 'an early answer is thrown away',
    test: 'moderation',
    change: changedFile('_after.py', 'return split_event["result"]', 'return None'),
  },
  {
    name: 'the reply is read by the names of the task',
    test: 'kb_search',
    change: changedFile('_after.py', 'key[0].lower() + key[1:]', 'key'),
  },
  {
    name: 'keys of data are renamed like members',
    test: 'kb_search',
    change: changedFile('_after.py', /SPLIT_DATA = .*/, 'SPLIT_DATA = frozenset()'),
  },
  {
    name: 'what the first function did is done again',
    test: 'digest_report',
    change: changedFile(
      '_after.py',
      '    response = split_reply\n',
      "    s3.get_object(Bucket=BUCKET, Key='a.txt')\n    response = split_reply\n",
    ),
  },
];

/** What the changed files above use. */
const HELP = `

def _changed(text):
    frames = split_json.loads(text)
    return [{name: list(value) if name == "sizes" else value for name, value in frame.items()} for frame in frames]


_FIRST = '{"ticket": {"subject": "x", "text": "y"}}'
`;

describe.skipIf(!HAS_PYTHON)('the comparison', () => {
  it.each(WRONG.map((wrong) => [wrong.name, wrong] as const))(
    'sees that %s',
    { timeout: 120_000 },
    async (_name, wrong) => {
      const test = SPLIT_CASES.find(({ name }) => name === wrong.test)!;
      const [, task] = FORMS[0]!;
      const changed = wrong.change(await targetOf(test, task));
      const target = {
        ...changed,
        files: changed.files.map((file) => ({ ...file, text: `${file.text}${HELP}` })),
      };
      let differs = 0;
      for (const trial of trialsOf(test, true)) {
        const [before, after] = await compared(test, task, target, trial);
        const isRefused = !asksModel(after!) && JSON.stringify(after!.outcome) === '"fails"';
        if (!isRefused && JSON.stringify({ ...before, error: '' }) !== JSON.stringify({ ...after, error: '' }))
          differs++;
      }
      expect(differs).toBeGreaterThan(0);
    },
  );

  it('fails before the call where a value would come back as another one', async () => {
    const test: SplitCase = { name: 'hidden', handler: 'handler', event: {} };
    const text = [
      'import json',
      'import boto3',
      'brt = boto3.client("bedrock-runtime")',
      '',
      'def handler(event, context):',
      '    pairs = event.get("pairs", [])',
      '    other = pairs',
      '    if event.get("odd"):',
      '        other += [("a", 1)]',
      '    print(" ".join(sorted(str(p) for p in pairs)))',
      '    r = brt.invoke_model(modelId="m", body=json.dumps({"q": len(pairs)}))',
      '    return {"same": ("a", 1) in pairs, "text": json.loads(r["body"].read())}',
      '',
    ].join('\n');
    const [, task] = FORMS[0]!;
    const { outcome } = await decisionOf(test, task, text);
    if (outcome.kind !== 'guarded') throw new Error(outcome.kind);
    const run = (event: Json): Promise<NamedRun> =>
      runSplit(outcome.target, event, {}, functionsOf(test, outcome.target, {}));
    expect(await run({ odd: true })).toMatchObject({ outcome: 'fails', error: 'TypeError', requests: [] });
    expect(await run({})).toMatchObject({ outcome: { same: false, text: {} } });
  });

  it('compiles the new files, and leaves the old one as it is', async () => {
    for (const test of SPLIT_CASES) {
      const target = await targetOf(test, FORMS[0]![1]);
      expect(target.files.map((file) => file.path)).toEqual([`fn/${test.name}_before.py`, `fn/${test.name}_after.py`]);
      for (const { text } of target.files) expect(outlinePython(text)).toBeDefined();
    }
  });
});
