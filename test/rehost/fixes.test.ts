/**
 * A fix lands in every host: each fixture that a rule's fixes change is wrapped by machine, fixed there, and must then
 * hold the definition that stands in `fixed/`, by readers that are not the tool's own. Where a fix is refused in a host,
 * the table in docs/fixes.md says how often and why.
 */
import { describe, expect, it } from 'vitest';
import { fixFiles } from '../support/fix-files.ts';
import { fixedFiles, fixtureCases } from '../support/fixture-cases.ts';
import { PLAIN_FIXTURES } from '../support/plain-fixtures.ts';
import type { PlainFixture } from '../support/plain-fixtures.ts';
import { TEMPLATE_RULES } from '../support/template-rules.ts';
import { HOSTS } from './hosts.ts';
import type { Host } from './hosts.ts';
import { Random } from './random.ts';
import { readBack } from './read-back.ts';
import { RefusalTable } from './refusal-table.ts';

interface Case extends PlainFixture {
  readonly fixed: unknown;
}

const CASES: readonly Case[] = PLAIN_FIXTURES.flatMap((fixture) => {
  const [verdict, name = ''] = fixture.name.split('/');
  if (verdict !== 'invalid' || TEMPLATE_RULES.includes(fixture.rule)) return [];
  const found = fixtureCases(fixture.rule, 'invalid').find((candidate) => candidate.name === name);
  const fixed = found && fixedFiles(found);
  const [content] = Object.values(fixed ?? {});
  return content === undefined ? [] : [{ ...fixture, fixed: JSON.parse(textOf(content)) as unknown }];
});

function textOf(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

const TABLE = new RefusalTable(HOSTS.map(({ name }) => name));

async function checkHost(host: Host, { rule, definition, text, fixed }: Case): Promise<void> {
  const rehosted = host.write(definition, new Random(`${host.name} ${text}`));
  const options = { preset: 'all', only: [rule] } as const;
  // What is refused stays refused: the finding is still there when nothing is left to fix.
  const { files, changed, result } = await fixFiles(rehosted.files, options);
  const reasons = result.diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason));
  TABLE.add(rule, host.name, reasons);
  if (reasons.length > 0) return;
  expect(changed).not.toEqual([]);
  expect(heldBy({ ...rehosted, files })).toEqual(fixed);
}

function heldBy(rehosted: ReturnType<Host['write']>): unknown {
  const { files, file } = rehosted;
  if (file.endsWith('.ts')) return run(textOf(files[file] ?? ''));
  return rehosted.deployed === undefined ? readBack(rehosted) : deployed(files, file);
}

/** What a script hands to its state machine when it runs. */
function run(source: string): unknown {
  let text = '';
  function machine(_: unknown, __: unknown, props: { readonly definitionBody: string }): void {
    text = props.definitionBody;
  }
  const nothing = (): void => undefined;
  const sfn = { StateMachine: machine, DefinitionBody: { fromString: (given: string) => given } };
  const body = source.replace(/^import .*$/gm, '').replace(/new Stack\(.*\)/, '{}');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('App', 'Stack', 'sfn', body)(nothing, nothing, sfn);
  return JSON.parse(text);
}

/** A definition file with the values of its template filled in. */
function deployed(files: Readonly<Record<string, string | Uint8Array>>, file: string): unknown {
  const table = /DefinitionSubstitutions:\n((?: {8}.*\n)*)/.exec(textOf(files['template.yaml'] ?? ''))?.[1] ?? '';
  const values = [...table.matchAll(/^ {8}(\w+): (.*)$/gm)];
  const text = values.reduce(
    (filled, [, name = '', value = '']) => filled.replaceAll(`\${${name}}`, () => String(JSON.parse(value))),
    textOf(files[file] ?? ''),
  );
  return JSON.parse(text);
}

const RULE_IDS = [...new Set(CASES.map(({ rule }) => rule))];

describe.each(RULE_IDS)('%s', (rule) => {
  it.each(HOSTS.map((host) => [host.name, host] as const))('in %s', async (_, host) => {
    for (const fixture of CASES.filter((candidate) => candidate.rule === rule)) {
      await checkHost(host, fixture).catch((error: unknown) => {
        throw new Error(`${fixture.name} in ${host.name}: ${String(error)}`, { cause: error });
      });
    }
  });
});

describe('the table of refusals', () => {
  it('is in the documentation', async () => {
    await expect(TABLE.markdown()).toMatchFileSnapshot('../../docs/fixes.md');
  });

  it('shows no fixer that a host always refuses', () => {
    expect(TABLE.alwaysRefused()).toEqual([]);
  });
});
