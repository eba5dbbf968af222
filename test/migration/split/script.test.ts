/** JavaScript handlers against the two functions that they are split into; see python.test.ts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOutline } from '../../../src/handlers/read-outline.ts';
import type { Json } from '../../../src/handlers/ir.ts';
import type { Target } from '../../../src/migration/target.ts';
import { decisionOn } from '../decide-task.ts';
import { Inputs, repliesOf } from '../inputs.ts';
import type { FieldKind, PythonCase } from '../python-cases.ts';
import { BY_ARN, statesWith } from '../task-forms.ts';
import { asksModel, runTask, unnamed, withoutRepeats } from '../task-run.ts';
import type { Invoke, Run } from '../task-run.ts';
import { runScript } from './script-run.ts';
import { runSplit } from './split-run.ts';

interface ScriptCase {
  readonly name: string;
  readonly event: Readonly<Record<string, FieldKind>>;
  readonly fixed?: Readonly<Record<string, Json>>;
  readonly reply?: NonNullable<PythonCase['reply']>;
  readonly objects?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, Json>>;
}

const CASES: readonly ScriptCase[] = [
  {
    name: 'release-notes.mjs',
    event: { version: 'text' },
    fixed: { keys: ['one.md', 'two.md'] },
    objects: { 'one.md': '# Log\n- add “x” (#12)\n* fix 😀\n\n', 'two.md': '  keep\\this ' },
  },
  {
    name: 'support.js',
    event: { question: 'text', system: 'text' },
    reply: 'converse',
    items: {
      '{"id":"t1"}': {
        id: 't1',
        turns: [
          { who: 'me', said: 'hi' },
          { who: 'bot', said: 'yes?', n: 1.5 },
        ],
      },
    },
  },
  {
    name: 'find-passages.mjs',
    event: { query: 'text' },
    reply: 'retrieve',
    objects: { 'kb.json': '{"id": "KB7", "stop": ["the", "hello"], "min": 0.2}' },
  },
  { name: 'translate.cjs', event: { text: 'text', lang: 'text', tags: 'json' }, reply: 'titan' },
];

const INPUTS = 60;
const HANDLERS = path.join(import.meta.dirname, 'script', 'handlers');

function textOf({ name }: { readonly name: string }): string {
  return readFileSync(path.join(HANDLERS, name), 'utf8');
}

async function targetOf(test: ScriptCase): Promise<Target> {
  const { outcome } = await decisionOn(statesWith(BY_ARN), {
    file: test.name,
    text: textOf(test),
    environment: { BUCKET: 'notes' },
  });
  if (outcome.kind !== 'guarded')
    throw new Error(outcome.kind === 'plan' ? outcome.split.map(({ message }) => message).join('\n') : outcome.kind);
  return outcome.target;
}

function invoking({ objects = {}, items = {} }: ScriptCase, text: string, reply: Json): Invoke {
  return (event) => runScript(text, event, { reply, objects, items });
}

function functionsOf(test: ScriptCase, target: Target, reply: Json): ReadonlyMap<string, Invoke> {
  const [before, after] = target.files;
  return new Map([
    ['${FnBeforeModelArn}', invoking(test, before!.text, reply)],
    ['${FnAfterModelArn}', invoking(test, after!.text, reply)],
  ]);
}

async function compare(
  test: ScriptCase,
  target: Target,
  check: (before: Run, after: Run, shown: string) => void,
): Promise<void> {
  process.env.BUCKET = 'notes';
  const inputs = new Inputs(`split ${test.name}`);
  for (let i = 0; i < INPUTS; i++) {
    const made = inputs.event(test.event, [0, 0, 20, 40][i % 4]!);
    const isObject = typeof made === 'object' && made !== null && !Array.isArray(made);
    const input = isObject ? { ...(made as object), ...test.fixed } : made;
    const reply = repliesOf(test.reply ?? 'claude', inputs, i);
    const before = await runTask(BY_ARN, input, invoking(test, textOf(test), reply));
    const after = await runSplit(target, input, reply, functionsOf(test, target, reply));
    check(withoutRepeats(unnamed(before)), withoutRepeats(unnamed(after)), JSON.stringify({ input, reply }));
  }
}

describe('a JavaScript handler that is split', () => {
  it.each(CASES.map((test) => [test.name, test] as const))(
    '%s does the same',
    { timeout: 60_000 },
    async (_name, test) => {
      let [same, asked] = [0, 0];
      await compare(test, await targetOf(test), (before, after, shown) => {
        if (!asksModel(after) && after.outcome === 'fails' && before.outcome !== 'fails') return;
        // The SDK sends what the service refuses then.
        const isRefusedLater = before.outcome === 'fails' && after.outcome === 'fails' && !asksModel(after);
        if (!isRefusedLater) expect(after, shown).toEqual(before);
        same++;
        if (asksModel(after)) asked++;
      });
      expect(same).toBeGreaterThan(INPUTS / 2);
      expect(asked).toBeGreaterThan(INPUTS / 4);
    },
  );

  it('gives new files that can be read', async () => {
    for (const test of CASES) {
      const { files } = await targetOf(test);
      const [, stem, extension] = /^(.*)(\.\w+)$/.exec(test.name)!;
      expect(files.map((file) => file.path)).toEqual([`fn/${stem}-before${extension}`, `fn/${stem}-after${extension}`]);
      for (const { path: file, text } of files) expect(await readOutline(file, text)).toBeDefined();
    }
  });
});
