/** What assignments do: to names, to names taken out of a value, to places in a value that the handler has made. */
import type { Range } from '../../text/source-file.ts';
import { describeExpression } from '../describe.ts';
import type { Pattern, Statement } from '../syntax.ts';
import { literalText } from '../values.ts';
import type { BoxItem, Value } from '../values.ts';
import { checkNow } from './checks.ts';
import type { Run } from './run.ts';

type PatternOf<K extends Pattern['kind']> = Extract<Pattern, { kind: K }>;

export function assign(run: Run, statement: Extract<Statement, { kind: 'assign' }>): void {
  const right = run.evaluate(statement.value);
  const { target, operator, start, end } = statement;
  const range = { start, end };
  bind(run, target, operator === undefined ? right : updated(run, target, { operator, right }, range), range);
}

function updated(
  run: Run,
  target: Pattern,
  { operator, right }: { readonly operator: string; readonly right: Value },
  range: Range,
): Value {
  if (target.kind !== 'name') return run.opaque('pure-ops', 'a value is changed in place', 'Make a new value.', range);
  const left = run.lookUp(target.name, range);
  if (run.boxOf(left) !== undefined)
    return run.opaque('pure-ops', `${target.name} is extended in place`, 'Make a new list.', range);
  return run.dialect.binary(run, operator, { left, right }, range);
}

function bind(run: Run, target: Pattern, value: Value, range: Range): void {
  switch (target.kind) {
    case 'name':
      bindName(run, target.name, value);
      return;
    case 'members':
      for (const { key, target: inner, fallback } of target.members)
        bind(run, inner, run.dialect.destructure(run, value, { key, fallback }, range), range);
      return;
    case 'place':
      bindPlace(run, target, value, range);
      return;
    case 'items':
      bindItems(run, target, value, range);
      return;
    case 'unsupported':
      run.discard(value, range);
      forget(run, target.what, target.names, range);
  }
}

function bindName(run: Run, name: string, value: Value): void {
  const { findings, memory } = run;
  // What fails here does so even if nothing uses the value.
  if (value.kind === 'data') checkNow(run, value.expr);
  findings.failing.bind({
    name,
    depth: memory.depth,
    isAfterCall: findings.made.length > 0,
    checks: findings.trace.length,
  });
  memory.set(name, value);
}

function bindItems(run: Run, { targets, what }: PatternOf<'items'>, value: Value, range: Range): void {
  const box = run.boxOf(value);
  if (box?.kind === 'list' && box.items.length === targets.length) {
    for (const [i, target] of targets.entries()) bind(run, target, box.items[i] ?? run.nothing(range), range);
    return;
  }
  run.discard(value, range);
  const names = targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
  if (value.kind !== 'opaque') {
    forget(run, what, names, range);
    return;
  }
  // It may have another number of items, and fail here although nothing uses the names.
  const { gate, message, unblock, range: where } = value.blocker;
  run.block(gate, message, unblock, where);
  run.memory.setAll(names, value);
}

function forget(run: Run, what: string, names: readonly string[], range: Range): void {
  const reason = [`${what} is not followed`, 'Assign each name by itself.'] as const;
  run.block('pure-ops', ...reason, range);
  run.memory.setAll(names, run.opaque('pure-ops', ...reason, range));
}

function bindPlace(run: Run, { of, key }: PatternOf<'place'>, value: Value, range: Range): void {
  const { memory } = run;
  const holder = run.evaluate(of);
  const name = literalText(run.evaluate(key));
  if (name === undefined) {
    run.block('pure-ops', 'a key that is computed is assigned', 'Assign keys that are written out.', range);
    return;
  }
  if (holder.kind === 'box' && memory.isBoxOfModule(holder.id)) {
    const message = `${describeExpression(of)} of the module is changed, and stays so for the next call`;
    run.block('effects', message, 'Make the value inside the handler.', range);
    return;
  }
  const item: BoxItem = { kind: 'entry', key: name, value };
  const box = memory.boxOf(holder);
  if (box?.kind === 'dict' && holder.kind === 'box') {
    const others = box.items.filter((known) => known.kind === 'spread' || known.key !== name);
    memory.changeBox(holder.id, { kind: 'dict', items: [...others, item] });
    return;
  }
  // The event belongs to this call alone: changing it is making a new one, if nothing else holds a part of it.
  if (of.kind === 'name' && isEvent(holder) && !isHeldElsewhere(run, of.name)) {
    const spread: BoxItem = { kind: 'spread', value: holder.expr };
    memory.set(of.name, memory.newBox({ kind: 'dict', items: [spread, item] }));
    return;
  }
  if (run.dialect.isClientOrModule(holder)) return;
  const help = 'Build a new value instead of changing one that is used elsewhere.';
  run.block('effects', `${describeExpression(of)} is changed`, help, range);
}

function isEvent(value: Value): value is Extract<Value, { kind: 'data' }> {
  return value.kind === 'data' && value.expr.kind === 'event';
}

/** Whether another name than this one holds the event. */
function isHeldElsewhere({ memory }: Run, name: string): boolean {
  return memory.names().some(({ name: other, value, isInner }) => isEvent(value) && !(isInner && other === name));
}
