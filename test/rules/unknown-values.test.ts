/**
 * What is not known is never a finding. In each plain fixture one value at a time is replaced by a placeholder, and one
 * object at a time gets a member of unknown name: valid fixtures stay quiet, and invalid ones name no state that they
 * did not name before.
 */
import { describe, expect, it } from 'vitest';
import { childPointer, isObject } from '../support/json-value.ts';
import type { JsonValue } from '../support/json-value.ts';
import { lintFiles } from '../support/lint-files.ts';
import { PLAIN_FIXTURES_BY_RULE } from '../support/plain-fixtures.ts';
import type { PlainFixture } from '../support/plain-fixtures.ts';

const UNKNOWN = '${Unknown}';

interface Variant {
  /** What was changed. */
  readonly pointer: string;
  readonly definition: JsonValue;
}

/** The value with one of its scalars replaced or one of its objects extended, in every way. */
function variants(value: JsonValue, pointer: string): readonly Variant[] {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.flatMap((item, i) =>
      variants(item, childPointer(pointer, i)).map((inner) => ({
        ...inner,
        definition: items.with(i, inner.definition),
      })),
    );
  }
  if (!isObject(value)) return [{ pointer, definition: UNKNOWN }];
  const extended = { pointer, definition: { ...value, [UNKNOWN]: UNKNOWN } };
  const replaced = Object.entries(value).flatMap(([name, member]) =>
    variants(member, childPointer(pointer, name)).map((inner) => ({
      ...inner,
      definition: { ...value, [name]: inner.definition },
    })),
  );
  return [extended, ...replaced];
}

async function statesNamed(rule: string, definition: JsonValue): Promise<readonly string[]> {
  const files = { 'machine.asl.json': JSON.stringify(definition) };
  const { diagnostics } = await lintFiles(files, { preset: 'all', only: [rule, 'parse-error'] });
  return diagnostics.map(({ rule: id, state }) => `${id} ${state ?? ''}`);
}

async function newlyNamed({ rule, definition }: PlainFixture): Promise<readonly string[]> {
  const before = new Set(await statesNamed(rule, definition));
  const complaints: string[] = [];
  for (const variant of variants(definition, '')) {
    const added = (await statesNamed(rule, variant.definition)).filter((name) => !before.has(name));
    complaints.push(...added.map((name) => `${name}, with ${variant.pointer} not wholly known`));
  }
  return complaints;
}

describe.each(PLAIN_FIXTURES_BY_RULE)('%s', (_rule, fixtures) => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'finds nothing more when a part of %s is not known',
    async (_, fixture) => {
      expect(await newlyNamed(fixture)).toEqual([]);
    },
  );
});
