/**
 * Every key, value and part of a string stands where the host put it, not only what a rule happens to mark. The trees
 * are the ones that the rules see, so templates have been resolved and `Fn::Sub` and `Fn::Join` put together.
 */
import { describe, expect, it } from 'vitest';
import { spanOf, spanOfSlice } from '../../src/tree/node.ts';
import type { Node, StringNode } from '../../src/tree/node.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { loadMachines } from '../support/lint-files.ts';
import { HOSTS } from './hosts.ts';
import type { Host, Rehosted } from './hosts.ts';
import { PLAIN_FIXTURES } from '../support/plain-fixtures.ts';
import type { PlainFixture } from '../support/plain-fixtures.ts';
import { Random } from './random.ts';
import { childPointer } from '../support/json-value.ts';
import type { MarkedPart } from './written.ts';

interface FoundPart extends MarkedPart {
  readonly span: HostSpan;
}

/** Stands for itself or for one escape in every host. */
const ORDINARY = /[\w.$]/;

/** All parts of a tree, and one random range of each string. */
function* partsOf(node: Node, pointer: string, random: Random): Generator<FoundPart> {
  yield { pointer, part: 'value', span: spanOf(node) };
  if (node.kind === 'array') {
    for (const [i, item] of node.items.entries()) yield* partsOf(item, childPointer(pointer, i), random);
  } else if (node.kind === 'object') {
    for (const { key, value } of node.entries) {
      const child = childPointer(pointer, key.value);
      yield { pointer: child, part: 'key', span: spanOf(key) };
      yield* partsOf(value, child, random);
    }
  } else if (node.kind === 'string' && ORDINARY.test(node.value)) {
    yield sliceOf(node, pointer, random);
  }
}

/** A range that begins and ends with ordinary characters. */
function sliceOf(node: StringNode, pointer: string, random: Random): FoundPart {
  const places = node.value.split('').flatMap((unit, i) => (ORDINARY.test(unit) ? [i] : []));
  const chosen = [random.below(places.length), random.below(places.length)].map((i) => places[i] ?? 0);
  const part = { start: Math.min(...chosen), end: Math.max(...chosen) + 1 };
  return { pointer, part, span: spanOfSlice(node, part) };
}

async function misplaced(host: Host, { text, definition }: PlainFixture): Promise<readonly string[]> {
  const random = new Random(`places ${host.name} ${text}`);
  const rehosted = host.write(definition, random);
  const [machine] = await loadMachines(rehosted.files);
  expect(machine).toBeDefined();
  const parts = machine === undefined ? [] : [...partsOf(machine.node, '', random)];
  return parts.flatMap((part) => complaint(part, rehosted) ?? []);
}

function complaint(found: FoundPart, host: Rehosted): string | undefined {
  const text = String(host.files[host.file]);
  const { start, end, isBlock } = host.locate(found);
  const trim = (slice: string): string => (isBlock ? slice.trimEnd() : slice);
  const actual = trim(text.slice(found.span.start, found.span.end));
  const expected = trim(text.slice(start, end));
  if (found.span.file.path === host.file && found.span.start === start && actual === expected) return undefined;
  return `${found.pointer} ${JSON.stringify(found.part)}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}

/** Enough of them to meet every style of scalar. */
const SAMPLE = PLAIN_FIXTURES.filter((_, i) => i % 4 === 0);

describe('every part of a definition', () => {
  it.each(HOSTS.map((host) => [host.name, host] as const))('keeps its place in %s', async (_, host) => {
    for (const fixture of SAMPLE) expect(await misplaced(host, fixture), fixture.name).toEqual([]);
  });
});
