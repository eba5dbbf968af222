/**
 * Programs put together by chance, against CDK: whatever decides which calls happen, what is read of a machine is what
 * CDK makes of it, or marked as unknown.
 */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { Random } from '../rehost/random.ts';
import { loadMachines } from '../support/lint-files.ts';
import { addScore, compare, newScore } from './compare.ts';
import { given, writeProgram } from './programs.ts';
import type { Given } from './programs.ts';
import { plainText } from './synthesise.ts';

const PROGRAMS = 80;
const require = createRequire(import.meta.url);

interface Library {
  readonly App: new (props: object) => object;
  readonly Stack: new (scope: object, id: string) => { resolve(value: unknown): unknown; _toCloudFormation(): unknown };
}

function definitionOf(program: string, input: Given): unknown {
  const { App, Stack } = require('aws-cdk-lib') as Library;
  const exported = {} as { main(scope: object, input: Given): void };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('require', 'exports', program)(require, exported);
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  exported.main(stack, input);
  const { Resources } = stack.resolve(stack._toCloudFormation()) as {
    Resources: Record<string, { Type: string; Properties: { DefinitionString: unknown } }>;
  };
  const machine = Object.values(Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  return JSON.parse(plainText(machine?.Properties.DefinitionString)) as unknown;
}

it('reads nothing wrong of programs put together by chance', { timeout: 120_000 }, async () => {
  const total = newScore();
  for (let i = 0; i < PROGRAMS; i++) {
    const random = new Random(`program ${i}`);
    const program = writeProgram(random);
    const score = newScore();
    const [machine] = await loadMachines({ 'lib/program.js': program });
    compare(machine?.node, definitionOf(program, given(random)), `${i}`, score);
    expect(score.wrong, program).toEqual([]);
    addScore(total, score);
  }
  expect(total.statesEqual / total.states).toBeGreaterThan(0.9);
  expect(total.fieldsEqual / total.fields).toBeGreaterThan(0.75);
});
