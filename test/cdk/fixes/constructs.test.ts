/**
 * Every fixture that a rule's fixes change, written with constructs: fixed in the source, CDK must make of it what the same
 * fixes make of the definition that CDK made before. `constructs.txt` says, by rule, how many are fixed, and of the others
 * why not: fixes that source code has no place for, and faults that CDK itself refuses.
 */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../support/json-value.ts';
import { fixFiles } from '../../support/fix-files.ts';
import { PLAIN_FIXTURES } from '../../support/plain-fixtures.ts';
import type { PlainFixture } from '../../support/plain-fixtures.ts';
import { TEMPLATE_RULES } from '../../support/template-rules.ts';
import { plainText } from '../synthesise.ts';
import { asConstructs } from './constructs.ts';
import { withModes } from './inline-mode.ts';

const require = createRequire(import.meta.url);
const FILE = 'lib/program.js';

interface Library {
  readonly App: new (props: object) => object;
  readonly Stack: new (scope: object, id: string) => { resolve(value: unknown): unknown; _toCloudFormation(): unknown };
}

function definitionOf(program: string): unknown {
  const { App, Stack } = require('aws-cdk-lib') as Library;
  const exported = {} as { main(scope: object): void };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('require', 'exports', program)(require, exported);
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  exported.main(stack);
  const { Resources } = stack.resolve(stack._toCloudFormation()) as {
    Resources: Record<string, { Type: string; Properties: { DefinitionString: unknown } }>;
  };
  const machine = Object.values(Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  return JSON.parse(plainText(machine?.Properties.DefinitionString)) as unknown;
}

/** What becomes of a fixture: `fixed`, or why it is not; undefined where it has nothing to fix. */
async function outcomeOf({ rule, name, definition }: PlainFixture): Promise<string | undefined> {
  const own = await fixFiles({ 'a.asl.json': JSON.stringify(definition) }, { only: [rule] });
  if (own.changed.length === 0) return undefined;
  const program = asConstructs(definition);
  const before = program === undefined ? undefined : attempt(() => definitionOf(program));
  if (program === undefined || before === undefined) return 'CDK refuses it';
  const alone = await fixFiles({ 'a.asl.json': JSON.stringify(before, undefined, 2) }, { only: [rule] });
  if (alone.changed.length === 0) return 'CDK does not write it';
  const { files, changed, result } = await fixFiles({ [FILE]: program }, { only: [rule] });
  const reasons = result.diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason));
  if (reasons.length > 0) return [...new Set(reasons)].join('; ');
  if (changed.length === 0) return 'there is no such finding in the source';
  const wanted = withModes(before, JSON.parse(String(alone.files['a.asl.json'])) as JsonValue);
  expect(definitionOf(String(files[FILE])), `${rule} ${name}\n${String(files[FILE])}`).toEqual(wanted);
  return 'fixed';
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

it('fixes every fixture that can be written with constructs', { timeout: 240_000 }, async () => {
  const counts = new Map<string, Map<string, number>>();
  for (const fixture of PLAIN_FIXTURES) {
    if (!fixture.name.startsWith('invalid/') || TEMPLATE_RULES.includes(fixture.rule)) continue;
    const outcome = await outcomeOf(fixture);
    if (outcome === undefined) continue;
    const own = counts.get(fixture.rule) ?? new Map<string, number>();
    counts.set(fixture.rule, own.set(outcome, (own.get(outcome) ?? 0) + 1));
  }
  const lines = Array.from(counts, ([rule, own]) => {
    const all = [...own].sort(([a], [b]) => Number(a !== 'fixed') - Number(b !== 'fixed') || (a < b ? -1 : 1));
    return `${rule}\n${all.map(([outcome, count]) => `  ${count} ${outcome}\n`).join('')}`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('constructs.txt');
});
