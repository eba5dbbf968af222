/**
 * A loop or a comprehension that makes the one call for each item. Its body is followed once, for an item that is not known,
 * and what it adds to the list of results is taken down.
 *
 * Limits: one loop, before any call, in a place that is always reached, which changes nothing but that list.
 */
import type { Range } from '../../text/source-file.ts';
import type { LoopStatement } from '../attempts.ts';
import { RESULTS, isModelCall } from '../ir.ts';
import type { Expr } from '../ir.ts';
import type { Expression } from '../syntax.ts';
import type { Value } from '../values.ts';
import { checkNow, kept } from './checks.ts';
import { statesGoingOn } from './completion.ts';
import type { Completion } from './completion.ts';
import type { Snapshot } from './memory.ts';
import type { Run } from './run.ts';

export function followItemLoop(run: Run, statement: LoopStatement): Completion | undefined {
  const { memory, findings } = run;
  const { of, target, what, otherwise } = statement;
  if (of === undefined || target === undefined || what !== 'a `for` loop' || otherwise.length > 0) return undefined;
  const start = memory.snapshot();
  const undo = findings.mark();
  let ends: readonly Snapshot[] = [];
  const found = eachItem(run, { of, target, ...rangeOf(statement) }, () => {
    const states = statesGoingOn(run.execute(statement.body));
    ends = states ?? [];
    return states === undefined ? null : undefined;
  });
  const list = found?.list;
  if (list === undefined || !changesNothingElse(run, start, ends, list)) {
    undo();
    memory.restore(start);
    return undefined;
  }
  memory.restore(start);
  for (const name of new Set(ends.flatMap((end) => [...end.locals.keys()]))) {
    if (ends.every((end) => end.locals.get(name) === start.locals.get(name))) continue;
    const message = `${name} is changed from one item of the loop to the next`;
    memory.set(name, run.standIn('pure-ops', message, 'Use what the list of results holds.', statement));
  }
  for (const [name, value] of start.locals) if (isBox(value, list)) memory.set(name, resultsOf(statement));
  return { kind: 'next', state: memory.snapshot() };
}

/** `[ask(x) for x in items]` */
export function followItemList(
  run: Run,
  { of, element, start, end }: Extract<Expression, { kind: 'comprehension' }>,
  target: string,
): Value | undefined {
  const { memory, findings } = run;
  const before = memory.snapshot();
  const undo = findings.mark();
  const found = eachItem(run, { of, target, start, end }, () => run.data(kept(run, run.evaluate(element)), element));
  if (found === undefined) undo();
  memory.restore(before);
  return found === undefined ? undefined : resultsOf({ start, end });
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

function resultsOf({ start, end }: Range): Value {
  return { kind: 'data', expr: { kind: 'code', text: RESULTS, kinds: ['array'], start, end } };
}

function isBox(value: Value, id: number): boolean {
  return value.kind === 'box' && value.id === id;
}

/** Nothing but the one list that gathers the results, which nobody else holds. */
function changesNothingElse({ memory }: Run, start: Snapshot, ends: readonly Snapshot[], list: number): boolean {
  const box = start.boxes.get(list);
  const isFresh = box?.kind === 'list' && box.items.length === 0;
  const isHeld = [...start.boxes.values()].some((other) =>
    other.items.some((item) => {
      const value = 'value' in item ? item.value : item;
      return value.kind === 'box' && value.id === list;
    }),
  );
  const isShared = memory.names().some(({ value, isInner }) => !isInner && isBox(value, list));
  const isSame = ends.every((end) => [...start.boxes].every(([id, one]) => end.boxes.get(id) === one));
  return isFresh && !isHeld && !isShared && isSame;
}

interface ItemSource extends Range {
  readonly of: Expression;
  readonly target: string;
}

/** `body` gives the value of an item, or undefined where it adds it to a list; `null`: it does not go through to its end. */
function eachItem(
  run: Run,
  { of, target, start, end }: ItemSource,
  body: () => Expr | undefined | null,
): { readonly list: number | undefined } | undefined {
  const { memory, findings } = run;
  if (!mayFollowItems(run)) return undefined;
  const items = run.data(run.evaluate(of), of);
  const { length } = findings.trace;
  const name = `${target}${String(memory.newNumber())}`;
  memory.set(target, { kind: 'data', expr: { kind: 'item', name, start, end } });
  findings.collected = [];
  const value = body();
  const { collected } = findings;
  findings.collected = undefined;
  const [call, ...more] = findings.made;
  if (value === null || call === undefined || more.length > 0 || !isModelCall(call.operation)) return undefined;
  const [first] = collected;
  const lists = new Set(collected.map(({ list }) => list));
  if (value === undefined && (first === undefined || lists.size > 1)) return undefined;
  const results = value === undefined ? collected : [{ list: -1, value, when: undefined, within: undefined }];
  findings.items = { of: items, name, results, at: length, trace: findings.trace.splice(length), start, end };
  return { list: first?.list };
}

function mayFollowItems({ around, findings }: Run): boolean {
  if (around.hasRoute || around.isConditional || around.inLoop) return false;
  if (findings.items !== undefined || findings.collected !== undefined) return false;
  return findings.made.length === 0 && findings.storeCalls.length === 0;
}

export function collect(run: Run, list: Value, added: Value, range: Range): boolean {
  const { collected, failing } = run.findings;
  if (collected === undefined || list.kind !== 'box') return false;
  const value = run.data(kept(run, added), range);
  checkNow(run, value);
  collected.push({ list: list.id, value, when: run.around.when(), within: failing.within });
  return true;
}
