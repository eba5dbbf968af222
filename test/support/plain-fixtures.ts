/** The fixtures that are one file of plain JSON, which can be written in every host. */
import { RULES } from '../../src/rules/index.ts';
import { fixtureCases } from './fixture-cases.ts';
import type { JsonValue } from './json-value.ts';

export interface PlainFixture {
  readonly rule: string;
  readonly name: string;
  readonly text: string;
  readonly definition: JsonValue;
}

/**
 * No comments, no placeholders without quotes, and only what the plain readers that judge the hosts keep: JSON has no
 * number beyond a double, and `__proto__` is lost when an object is built by assignment.
 */
function plainFixturesOf(rule: string): readonly PlainFixture[] {
  return (['invalid', 'valid'] as const).flatMap((verdict) =>
    fixtureCases(rule, verdict).flatMap(({ name, files, isProject }) => {
      const [file, bytes] = Object.entries(files)[0] ?? ['', ''];
      if (isProject || !file.endsWith('.asl.json')) return [];
      const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
      const definition = parseJson(text);
      return definition === undefined || /1e400|__proto__/.test(text)
        ? []
        : [{ rule, name: `${verdict}/${name}`, text, definition }];
    }),
  );
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

export const PLAIN_FIXTURES: readonly PlainFixture[] = RULES.flatMap(({ meta }) => plainFixturesOf(meta.id));

/** The same by rule id, for rules that have any. */
export const PLAIN_FIXTURES_BY_RULE: readonly (readonly [rule: string, fixtures: readonly PlainFixture[]])[] = [
  ...new Set(PLAIN_FIXTURES.map(({ rule }) => rule)),
].map((id) => [id, PLAIN_FIXTURES.filter(({ rule }) => rule === id)]);
