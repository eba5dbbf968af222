/** What is assigned by the time that a state is entered: all, some or no paths, over every kind of transition and scope. */
import { describe, expect, it } from 'vitest';
import { reachedFromStart } from '../../src/analysis/reached-states.ts';
import { Variables } from '../../src/analysis/variables.ts';
import type { Assigned } from '../../src/analysis/variables.ts';
import { machinesWithin } from '../../src/asl/model.ts';
import type { Machine, State } from '../../src/asl/model.ts';
import { loadMachines } from '../support/lint-files.ts';

type Json = Readonly<Record<string, unknown>>;

async function machineOf(states: Json, startAt = 'A'): Promise<Machine> {
  const [machine] = await loadMachines({ 'm.asl.json': JSON.stringify({ StartAt: startAt, States: states }) });
  if (machine === undefined) throw new Error('no machine was read');
  return machine;
}

function stateOf(root: Machine, name: string): State {
  for (const machine of machinesWithin(root)) {
    const state = machine.stateByName.get(name);
    if (state !== undefined) return state;
  }
  throw new Error(`no state ${name}`);
}

/** Per state, whether `x` has been assigned at its entry. */
async function assigned(states: Json, ...names: readonly string[]): Promise<Readonly<Record<string, Assigned>>> {
  const root = await machineOf(states);
  const variables = new Variables(root, reachedFromStart);
  return Object.fromEntries(names.map((name) => [name, variables.atEntry(stateOf(root, name), 'x')]));
}

const END = { Type: 'Pass', End: true };
const X = { x: 1 };

function pass(next: string, assign?: Json): Json {
  return { Type: 'Pass', Next: next, ...(assign === undefined ? {} : { Assign: assign }) };
}

describe('one scope', () => {
  it('has what a state before assigns, not what the state itself does', async () => {
    expect(await assigned({ A: pass('B', X), B: pass('C'), C: END }, 'A', 'B', 'C')).toEqual({
      A: 'none',
      B: 'all',
      C: 'all',
    });
  });

  it('has it on some paths where one of two ways assigns it', async () => {
    const pick = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Default: 'C' };
    expect(await assigned({ A: pick, B: pass('C', X), C: END }, 'B', 'C')).toEqual({ B: 'none', C: 'some' });
  });

  it('has it on all paths where each way assigns it', async () => {
    const pick = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Default: 'C' };
    const states = { A: pick, B: pass('D', X), C: pass('D', { 'x.$': '$.x' }), D: END };
    expect(await assigned(states, 'D')).toEqual({ D: 'all' });
  });

  it('runs the Assign of a rule with the rule, and that of the Choice with Default alone', async () => {
    const rule = (next: string, assign?: Json): Json => ({ Variable: '$.a', IsNull: true, Next: next, Assign: assign });
    const states = { A: { Type: 'Choice', Choices: [rule('B', X), rule('C', { y: 1 })], Default: 'D' } };
    const ends = { B: END, C: END, D: END };
    expect(await assigned({ ...states, ...ends }, 'B', 'C', 'D')).toEqual({ B: 'all', C: 'none', D: 'none' });
    const byDefault = { A: { ...states.A, Assign: X, Choices: [rule('B', {}), rule('C')] }, ...ends };
    expect(await assigned(byDefault, 'B', 'C', 'D')).toEqual({ B: 'none', C: 'none', D: 'all' });
  });

  it('runs the Assign of a catcher when it catches, and that of the state when it succeeds', async () => {
    const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Next: 'B' };
    const catcher = { ErrorEquals: ['States.ALL'], Next: 'C' };
    const states = (own: Json, caught: Json): Json => ({
      A: { ...task, Assign: own, Catch: [{ ...catcher, Assign: caught }] },
      B: END,
      C: END,
    });
    expect(await assigned(states(X, {}), 'B', 'C')).toEqual({ B: 'all', C: 'none' });
    expect(await assigned(states({}, X), 'B', 'C')).toEqual({ B: 'none', C: 'all' });
  });

  it('goes round loops', async () => {
    const again = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'A' }], Default: 'C' };
    expect(await assigned({ A: pass('B', X), B: again, C: END }, 'A', 'B', 'C')).toEqual({
      A: 'some',
      B: 'all',
      C: 'all',
    });
  });

  it('takes an Assign to a part of a variable for one of the variable', async () => {
    expect(await assigned({ A: pass('B', { 'x.y': 1 }), B: END }, 'B')).toEqual({ B: 'all' });
  });

  it('says nothing of a state that is never entered', async () => {
    expect(await assigned({ A: pass('B', X), B: END, C: pass('B') }, 'C')).toEqual({ C: 'unknown' });
  });
});

describe('the first entry', () => {
  it.each([
    ['assigned by the state itself', { A: pass('B'), B: pass('C', X), C: pass('B') }, true],
    ['assigned behind the state', { A: pass('B'), B: pass('C'), C: pass('B', X) }, true],
    ['assigned before it', { A: pass('B', X), B: pass('C', X), C: pass('B') }, false],
  ])('of a state in a loop lacks a variable: %s', async (_, states, expected) => {
    const root = await machineOf(states);
    const variables = new Variables(root, reachedFromStart);
    expect(variables.lacksAtFirstEntry(stateOf(root, 'B'), 'x')).toBe(expected);
  });
});

describe('scopes within scopes', () => {
  const inner = (states: Json, startAt: string, mode?: string): Json => ({
    Type: 'Map',
    Next: 'Z',
    ItemProcessor: {
      ...(mode === undefined ? {} : { ProcessorConfig: { Mode: mode, ExecutionType: 'STANDARD' } }),
      StartAt: startAt,
      States: states,
    },
  });

  it.each([
    [undefined, 'all'],
    ['INLINE', 'all'],
    ['DISTRIBUTED', 'none'],
    ['SOMETHING', 'unknown'],
  ] as const)('in a Map of mode %s: %s', async (mode, expected) => {
    const states = { A: pass('B', X), B: inner({ C: END }, 'C', mode), Z: END };
    expect(await assigned(states, 'C', 'Z')).toEqual({ C: expected, Z: 'all' });
  });

  it('reads what is around several Maps', async () => {
    const states = { A: pass('B', X), B: inner({ C: { ...inner({ D: END }, 'D'), Next: 'E' }, E: END }, 'C'), Z: END };
    expect(await assigned(states, 'D', 'E')).toEqual({ D: 'all', E: 'all' });
  });

  it('keeps the variables of a branch inside it', async () => {
    const branches = [
      { StartAt: 'C', States: { C: pass('D', X), D: END } },
      { StartAt: 'E', States: { E: END } },
    ];
    const states = { A: { Type: 'Parallel', Branches: branches, Next: 'B' }, B: END };
    expect(await assigned(states, 'C', 'D', 'E', 'B')).toEqual({ C: 'none', D: 'all', E: 'none', B: 'none' });
  });

  it('gives the states inside what was assigned when the Parallel was entered', async () => {
    const branches = [{ StartAt: 'C', States: { C: END } }];
    const states = { A: { Type: 'Parallel', Branches: branches, Assign: X, Next: 'B' }, B: END };
    expect(await assigned(states, 'C', 'B')).toEqual({ C: 'none', B: 'all' });
  });
});

describe('what is not known', () => {
  it.each([
    ['a key of an Assign', { A: pass('B', { '${Name}': 1 }), B: END }],
    ['an Assign that is no object', { A: { Type: 'Pass', Assign: '${Assign}', Next: 'B' }, B: END }],
    ['a catcher', { A: { Type: 'Task', Resource: 'r', Catch: ['${Catcher}'], Next: 'B' }, B: END }],
    ['a state', { A: pass('B'), B: END, C: '${State}' }],
  ])('%s makes the variables unknown', async (_, states) => {
    expect(await assigned(states, 'B')).toEqual({ B: 'unknown' });
  });

  it('is no transition, for a variable that nobody assigns', async () => {
    expect(await assigned({ A: pass('${Next}'), B: END }, 'A')).toEqual({ A: 'none' });
    expect(await assigned({ A: pass('${Next}'), B: pass('A', X) }, 'A')).toEqual({ A: 'unknown' });
  });
});

describe('assignments', () => {
  it('are listed by name, with their scope and transitions', async () => {
    const task = { Type: 'Task', Resource: 'r', Catch: [{ ErrorEquals: ['E'], Assign: { 'x.$': '$' }, Next: 'C' }] };
    const root = await machineOf({ A: { ...task, Assign: { ...X, y: 2 }, Next: 'B' }, B: END, C: END });
    const variables = new Variables(root, reachedFromStart);
    expect([...variables.byName.keys()]).toEqual(['x', 'y']);
    const targets = variables.byName.get('x')?.map(({ on }) => on.map(({ target }) => target));
    expect(targets).toEqual([['B'], ['C']]);
    expect(variables.assignedIn(root).get('y')?.[0]?.state.name).toBe('A');
  });
});
