/**
 * Programs put together by chance are fixed, and CDK judges: what it makes of the fixed program is what the fixes make of
 * the definition that it made before. Programs in which a fix is refused must still be made as the fixed source is read.
 */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { Random } from '../../rehost/random.ts';
import { fixFiles } from '../../support/fix-files.ts';
import { loadMachines } from '../../support/lint-files.ts';
import { compare, newScore } from '../compare.ts';
import { plainText } from '../synthesise.ts';
import { withModes } from './inline-mode.ts';
import { writeProgram } from './programs.ts';

const PROGRAMS = 150;
const require = createRequire(import.meta.url);

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

const FILE = 'lib/program.js';

/** Rules whose fixes have a place in most programs. */
const RULES = [
  'missing-throttling-retry',
  'retried-validation-error',
  'retry-without-backoff',
  'missing-task-timeout',
  'unbounded-map',
  'shadowed-retrier',
  'dead-error-name',
];

/** Those whose fixes change what is given to calls as a whole, of which more has no place. */
const OF_PARTS = ['legacy-iterator', 'missing-token-limit'];

it.each([
  { name: 'options and retriers', only: RULES, programs: PROGRAMS, leastChanged: 0.9, leastWhole: 0.5 },
  { name: 'names and parameters', only: OF_PARTS, programs: PROGRAMS / 2, leastChanged: 0.7, leastWhole: 0.3 },
])('fixes $name of programs put together by chance as their definitions are', { timeout: 240_000 }, async (kind) => {
  const { only, programs, leastChanged, leastWhole } = kind;
  let [whole, changes] = [0, 0];
  for (let i = 0; i < programs; i++) {
    const program = writeProgram(new Random(`fixes ${i}`));
    const { files, result, changed } = await fixFiles({ [FILE]: program }, { only });
    const text = String(files[FILE]);
    const after = definitionOf(text);
    const score = newScore();
    const [machine] = await loadMachines({ [FILE]: text });
    compare(machine?.node, after, `${i}`, score);
    expect(score.wrong, text).toEqual([]);
    changes += changed.length;
    const rules = [...(result.fixed?.keys() ?? [])];
    if (result.diagnostics.some(({ refusedFixes }) => refusedFixes.length > 0)) continue;
    whole += 1;
    const before = JSON.stringify(definitionOf(program), undefined, 2);
    const alone = rules.length === 0 ? undefined : await fixFiles({ 'a.asl.json': before }, { only: rules });
    const wanted = JSON.parse(String(alone?.files['a.asl.json'] ?? before)) as unknown;
    expect(after, text).toEqual(withModes(JSON.parse(before), wanted));
  }
  expect(changes / programs).toBeGreaterThan(leastChanged);
  expect(whole / programs).toBeGreaterThan(leastWhole);
});
