/** What is left of several branches: one state of names and boxes, one value. What is the same on both sides stays as it is. */
import type { Range } from '../../text/source-file.ts';
import { choose } from '../expr-makers.ts';
import type { Expr } from '../ir.ts';
import { isSame } from '../values.ts';
import type { Box, Value } from '../values.ts';
import { onlyRaises, onlyReturn } from './completion.ts';
import type { Completion } from './completion.ts';
import type { Snapshot } from './memory.ts';
import type { Run } from './run.ts';
import { boxData, dataIn } from './value-data.ts';

export function joinStates(run: Run, test: Expr, then: Snapshot, otherwise: Snapshot): Snapshot {
  const boxes = new Map(then.boxes);
  for (const [id, box] of otherwise.boxes) {
    const other = then.boxes.get(id);
    if (other === undefined || other === box) boxes.set(id, box);
    else boxes.set(id, joinedBox(run, test, [other, then], [box, otherwise]));
  }
  const locals = new Map<string, Value>();
  for (const name of new Set([...then.locals.keys(), ...otherwise.locals.keys()])) {
    const [one, other] = [then.locals.get(name), otherwise.locals.get(name)];
    if (one === undefined || other === undefined) {
      const message = `${name} is set on one side of a branch only`;
      locals.set(name, run.standIn('pure-ops', message, `Set ${name} on both sides, or before.`, test));
    } else if (isSame(one, other)) locals.set(name, one);
    else locals.set(name, joinedValue(run, test, [one, then], [other, otherwise]));
  }
  return { locals, boxes };
}

function joinedValue(
  { memory }: Run,
  test: Expr,
  [one, then]: readonly [Value, Snapshot],
  [other, otherwise]: readonly [Value, Snapshot],
): Value {
  const at = { start: test.start, end: test.end };
  return {
    kind: 'data',
    expr: choose(test, dataIn(memory, one, then, at), dataIn(memory, other, otherwise, at)),
  };
}

/** Entries that are the same on both sides stay entries; the others depend on the test. */
function joinedBox(
  { memory }: Run,
  test: Expr,
  [one, then]: readonly [Box, Snapshot],
  [other, otherwise]: readonly [Box, Snapshot],
): Box {
  const at = { start: test.start, end: test.end };
  const dataOfBox = (box: Box, state: Snapshot): Expr => memory.withBoxes(state, () => boxData(memory, box, at));
  if (one.kind === 'list' || other.kind === 'list')
    return {
      kind: 'dict',
      items: [{ kind: 'spread', value: choose(test, dataOfBox(one, then), dataOfBox(other, otherwise)) }],
    };
  const shared = one.items.filter((item) => other.items.includes(item));
  const rest = ({ items }: Extract<Box, { kind: 'dict' }>, state: Snapshot): Expr =>
    dataOfBox({ kind: 'dict', items: items.filter((item) => !shared.includes(item)) }, state);
  return {
    kind: 'dict',
    items: [...shared, { kind: 'spread', value: choose(test, rest(one, then), rest(other, otherwise)) }],
  };
}

/** What a function gives; a single return keeps what kind of thing it is. */
export function valueOf(run: Run, end: Completion, range: Range): Value {
  const state = stateAfter(run, end);
  const result = onlyReturn(end);
  const isWhole =
    result !== undefined &&
    (result.value.kind !== 'box' || state?.boxes.get(result.value.id) === result.state.boxes.get(result.value.id));
  const value: Value = isWhole ? result.value : { kind: 'data', expr: resultOf(run, end, range) };
  if (state !== undefined) run.memory.takeBoxes(state);
  return value;
}

/** What is left of all branches that go on. */
function stateAfter(run: Run, end: Completion): Snapshot | undefined {
  switch (end.kind) {
    case 'return':
    case 'next':
      return end.state;
    case 'raise':
      return undefined;
    case 'split': {
      const [then, otherwise] = [stateAfter(run, end.then), stateAfter(run, end.otherwise)];
      if (then === undefined || otherwise === undefined) return then ?? otherwise;
      return joinStates(run, end.test, { ...then, locals: new Map() }, { ...otherwise, locals: new Map() });
    }
  }
}

export function resultOf(run: Run, end: Completion, range: Range): Expr {
  switch (end.kind) {
    case 'return':
      return dataIn(run.memory, end.value, end.state, range);
    case 'next':
      return dataIn(run.memory, run.nothing(range), end.state, range);
    case 'raise':
      return { kind: 'literal', value: null, ...range };
    case 'split': {
      if (onlyRaises(end.then)) return resultOf(run, end.otherwise, range);
      if (onlyRaises(end.otherwise)) return resultOf(run, end.then, range);
      return choose(end.test, resultOf(run, end.then, range), resultOf(run, end.otherwise, range));
    }
  }
}
