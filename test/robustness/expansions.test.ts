/** Small templates that stand for a large text: what they come to is bounded. */
import { describe, expect, it } from 'vitest';
import { reportOf } from '../cli/report.ts';
import type { Files } from '../cli/workspace.ts';
import { allowTime, runWithin } from './limits.ts';

allowTime();

describe('a small template that stands for a large text', () => {
  const template = (properties: object): Files => ({
    'a.json': JSON.stringify({ Resources: { M: { Type: 'AWS::Serverless::StateMachine', Properties: properties } } }),
    'b.asl.json': '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
  });

  function doubled(levels: number, times: number): unknown {
    let value: unknown = 'x';
    for (let i = 0; i < levels; i++) value = { 'Fn::Sub': ['${a}'.repeat(times), { a: value }] };
    return value;
  }

  it.each<[string, unknown]>([
    ['Fn::Sub in Fn::Sub, twice each', doubled(20, 2)],
    ['Fn::Sub in Fn::Sub, twice each, deeper', doubled(60, 2)],
    ['Fn::Sub in Fn::Sub, ten times each', doubled(12, 10)],
    ['Fn::Sub with one text very often', { 'Fn::Sub': ['${a}'.repeat(20_000), { a: 'x'.repeat(100_000) }] }],
    [
      'Fn::Join with a long delimiter',
      { 'Fn::Join': ['x'.repeat(200_000), Array.from({ length: 10_000 }, () => 'y')] },
    ],
  ])('is bounded: %s', (_, value) => {
    for (const properties of [
      { DefinitionString: value },
      { Definition: { StartAt: value, States: {} } },
      { Tags: value },
    ]) {
      const { summary } = reportOf(runWithin(template(properties), { seconds: 10, megabytes: 600 }));
      expect(summary.files).toBe(2);
    }
  });

  it('is bounded: a long substitution used very often', () => {
    const states = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`S${i}`, { Type: 'Pass', Comment: '${A}'.repeat(1000), End: true }]),
    ) as object;
    const properties = {
      Definition: { StartAt: 'S0', States: states },
      DefinitionSubstitutions: { A: 'x'.repeat(1e6) },
    };
    const { summary } = reportOf(runWithin(template(properties), { seconds: 10, megabytes: 600 }));
    expect(summary.files).toBe(2);
  });

  it('is bounded: the same through aliases in YAML', () => {
    const text = [
      'Resources:',
      '  M:',
      '    Type: AWS::Serverless::StateMachine',
      '    Properties:',
      '      X:',
      '        - &a0 xxxxxxxxxx',
      ...Array.from({ length: 30 }, (_, i) => `        - &a${i + 1} {"Fn::Join": ["", [*a${i}, *a${i}]]}`),
      '      Definition: {StartAt: *a30, States: {}}',
      '',
    ].join('\n');
    runWithin({ 'a.yaml': text }, { seconds: 10, megabytes: 600 });
  });
});
