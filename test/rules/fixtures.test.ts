/**
 * Runs every rule over its fixtures. Valid cases must be quiet; invalid ones must give exactly the expected lines, which
 * are rewritten only under `UPDATE_EXPECTED=1`, and then read before they are committed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/asl/model.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { readJson } from '../../src/hosts/json/read.ts';
import { readYaml } from '../../src/hosts/yaml/read.ts';
import { RULES } from '../../src/rules/index.ts';
import { RESERVED_RULES } from '../../src/rules/reserved.ts';
import type { RuleModule } from '../../src/rules/rule.ts';
import { FileLayer } from '../../src/text/layer.ts';
import { isScriptPath } from '../../src/text/script-path.ts';
import type { SourceFile } from '../../src/text/source-file.ts';
import { spanOf } from '../../src/tree/node.ts';
import type { Node } from '../../src/tree/node.ts';
import { findingLine } from '../support/finding-lines.ts';
import { fixtureCases, fixtureFolders, strayExpectations } from '../support/fixture-cases.ts';
import type { FixtureCase } from '../support/fixture-cases.ts';
import { lintFiles, loadMachines } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { lookUp } from '../support/pointer-lookup.ts';
import type { Found } from '../support/pointer-lookup.ts';
import { GENERATED_CASES } from './generated-cases.ts';

const UPDATES = process.env.UPDATE_EXPECTED === '1';

/** What one rule says, and whatever keeps the run from saying anything. */
async function findings(rule: string, files: FileTable): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await lintFiles(files, { preset: 'all', only: [rule, 'parse-error'] });
  return diagnostics;
}

async function declaresMachine(files: FileTable): Promise<boolean> {
  return (await lintFiles(files)).files.length > 0;
}

/** What was expected; under `UPDATE_EXPECTED=1` what was found, written down. */
function expectedText(fixture: FixtureCase, actual: string): string {
  const { expectedFile } = fixture;
  if (!UPDATES) return existsSync(expectedFile) ? readFileSync(expectedFile, 'utf8') : '';
  if (actual !== '') writeFileSync(expectedFile, actual);
  return actual;
}

/** Whether the rule looks at states alone, so that each of its findings belongs to one. */
function looksAtStates({ listeners }: RuleModule): boolean {
  const { declaration, machine, anyMachine, part } = listeners;
  return [declaration, machine, anyMachine, part].every((listener) => listener === undefined);
}

async function checkFindings(rule: RuleModule, files: FileTable, found: readonly Diagnostic[]): Promise<void> {
  const machines = await loadMachines(files);
  for (const finding of found) {
    checkPosition(finding, files);
    checkOwner(rule, finding);
    // Options of a construct that become no part of the definition are at no place in it.
    const isOption = rule.meta.category === 'cdk' && isScriptPath(finding.primary.file.path);
    if (!isOption || finding.pointer !== undefined) checkPointer(finding, rootsOf(finding, machines));
  }
  const identities = found.map(({ primary, message, pointer }) =>
    JSON.stringify([primary.file.path, primary.start, primary.end, pointer, message]),
  );
  expect(new Set(identities).size, 'no two findings alike').toBe(found.length);
}

function checkPosition({ primary, message }: Diagnostic, files: FileTable): void {
  expect(Object.keys(files)).toContain(primary.file.path);
  expect(primary.start, message).toBeGreaterThanOrEqual(0);
  expect(primary.end, message).toBeGreaterThan(primary.start);
  expect(primary.end, message).toBeLessThanOrEqual(primary.file.text.length);
  expect(primary.exact, `an exact position for: ${message}`).toBe(true);
}

function checkOwner(rule: RuleModule, finding: Diagnostic): void {
  const { state, machine, message } = finding;
  expect(machine, message).toBeDefined();
  if (looksAtStates(rule)) expect(state, message).toBeDefined();
  expect(message).toContain(`"${state ?? namedState(finding) ?? machine ?? ''}"`);
  expect(message).not.toMatch(/\{\w+\}/);
  expect(message).toMatch(/\.$/);
}

/** The name of what stands among the states without being one: no state owns the finding, its name is the pointer's. */
function namedState({ pointer }: Diagnostic): string | undefined {
  const name = /^\/States\/([^/]+)$/.exec(pointer ?? '')?.[1];
  return name?.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Where the pointer may start: the machine's definition, or the template for what a declaration alone has. */
function rootsOf({ primary, machine, state }: Diagnostic, machines: readonly Machine[]): readonly Node[] {
  const definitions = machines.filter(({ name }) => name === machine).map(({ node }) => node);
  return state === undefined ? [...definitions, ...treesOf(primary.file)] : definitions;
}

function treesOf(file: SourceFile): readonly Node[] {
  const layer = new FileLayer(file);
  if (file.path.endsWith('.json')) {
    const reading = readJson(layer);
    return reading.problem === undefined ? [reading.root] : [];
  }
  const reading = readYaml(layer);
  return reading.problem === undefined ? reading.roots : [];
}

/** The pointer leads to a value whose key is what is marked, or which holds what is marked. */
function checkPointer({ pointer, primary, message }: Diagnostic, roots: readonly Node[]): void {
  expect(pointer, message).toBeDefined();
  const places = roots.flatMap((root) => lookUp(root, pointer ?? '') ?? []);
  expect(places.length, `${pointer ?? ''} leads somewhere`).toBeGreaterThan(0);
  expect(
    places.some((place) => isMarked(place, primary)),
    `${pointer ?? ''} leads to what is marked`,
  ).toBe(true);
}

function isMarked({ key, value }: Found, { start, end, file }: Diagnostic['primary']): boolean {
  if (key !== undefined) {
    const own = spanOf(key);
    if (own.file.path === file.path && own.start === start && own.end === end) return true;
  }
  const whole = spanOf(value);
  return whole.file.path === file.path && whole.start <= start && end <= whole.end;
}

describe.each(RULES.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
  const valid = fixtureCases(id, 'valid');
  const invalid = fixtureCases(id, 'invalid');
  const generated = GENERATED_CASES.filter((made) => made.rule === id);

  it('has valid and invalid fixtures', () => {
    const verdicts = [...valid, ...invalid, ...generated].map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['valid', 'invalid']));
  });

  it('documents itself with one fixture of each kind', () => {
    if (generated.length > 0) return;
    for (const cases of [valid, invalid]) expect(cases.map(({ name }) => name)).toContain('doc');
  });

  it('names each fixture once', () => {
    for (const cases of [valid, invalid]) {
      const names = cases.map(({ name }) => name);
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    }
    expect(strayExpectations(id)).toEqual([]);
  });

  it.each(valid.map((fixture) => [fixture.name, fixture] as const))('is quiet about %s', async (_, fixture) => {
    const found = await findings(id, fixture.files);
    expect(found.map((finding) => findingLine(finding, fixture.isProject))).toEqual([]);
    expect(await declaresMachine(fixture.files), 'it is read as a state machine').toBe(true);
  });

  it.each(invalid.map((fixture) => [fixture.name, fixture] as const))('finds %s', async (_, fixture) => {
    const found = await findings(id, fixture.files);
    const lines = found.map((finding) => findingLine(finding, fixture.isProject));
    const actual = lines.map((line) => `${line}\n`).join('');
    expect(actual).toBe(expectedText(fixture, actual));
    expect(found).not.toEqual([]);
    await checkFindings(rule, fixture.files, found);
  });

  it.each(generated.map((made) => [made.name, made] as const))('judges a definition %s', async (_, made) => {
    const found = await findings(id, made.files);
    expect(found.map((finding) => findingLine(finding, false))).toEqual(made.expected);
    await checkFindings(rule, made.files, found);
  });
});

describe('the fixtures', () => {
  it('belong to rules', () => {
    const known = [...RULES.map(({ meta }) => meta), ...RESERVED_RULES].map(({ id }) => id);
    expect(fixtureFolders().filter((folder) => !known.includes(folder))).toEqual([]);
  });
});
