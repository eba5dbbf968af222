/** The formats that services read: SARIF against its schema, and workflow commands. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log, Run as SarifRun } from 'sarif';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { BROKEN, CLEAN, ERROR, ERROR_RULE, WARNING, WARNING_RULE, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Files } from './workspace.ts';

const schemaFile = new URL('../fixtures/schema/sarif-2.1.0.json', import.meta.url);
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8').replace(/^\ufeff/, '')) as object);

/** The one run of a log that is valid. */
function sarif(files: Files, ...args: readonly string[]): SarifRun {
  const { out } = workspace(files).run(['--format', 'sarif', ...args]);
  const log = JSON.parse(out) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
}

describe('--format sarif', () => {
  it('is valid for findings of all kinds, and says where they are', () => {
    const run = sarif({
      'flows/a.asl.json': WARNING,
      'flows/b.asl.json': BROKEN,
      'template.json': samTemplate({
        One: { DefinitionUri: 'flows/a.asl.json' },
        Two: { DefinitionUri: 'flows/a.asl.json' },
        Gone: { DefinitionUri: 'gone.asl.json' },
        Far: { DefinitionUri: 's3://bucket/key' },
      }),
    });
    const ids = run.results!.map(({ ruleId }) => ruleId);
    expect(ids).toEqual(expect.arrayContaining([WARNING_RULE, 'parse-error', 'unresolved-definition']));
    for (const { ruleId, ruleIndex, locations } of run.results!) {
      expect(run.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
      expect(locations![0]!.physicalLocation!.artifactLocation!.uri).toMatch(/^(?:flows\/[ab]\.asl|template)\.json$/);
    }
    expect(run.invocations![0]).toMatchObject({ executionSuccessful: false, exitCode: 1 });
  });

  it('has the positions of the other formats', () => {
    const files = { 'a.asl.json': ERROR };
    const [finding] = findingsOf(workspace(files).run(['--format', 'json', '--only', ERROR_RULE]));
    const [result] = sarif(files, '--only', ERROR_RULE).results!;
    expect(result!.locations![0]!.physicalLocation!.region).toMatchObject({
      startLine: finding!.start.line,
      startColumn: finding!.start.column,
      endLine: finding!.end.line,
      endColumn: finding!.end.column,
    });
    expect(result!.level).toBe('error');
    expect(result!.partialFingerprints).toHaveProperty('sfnLint/v1');
  });

  it('is valid with no results when all is well, and when nothing is there', () => {
    expect(sarif({ 'a.asl.json': CLEAN }).results).toEqual([]);
    expect(sarif({}).results).toEqual([]);
  });

  it('writes paths as relative URIs, encoded by segment', () => {
    const name = 'my flows/Bestätigung #1 100% [a] ü.asl.json';
    const [result] = sarif({ [name]: WARNING }, '--only', WARNING_RULE).results!;
    const { uri } = result!.locations![0]!.physicalLocation!.artifactLocation!;
    expect(uri).toBe('my%20flows/Best%C3%A4tigung%20%231%20100%25%20%5Ba%5D%20%C3%BC.asl.json');
    expect(decodeURIComponent(uri!)).toBe(name);
  });

  it('keeps paths relative to the root from a folder below', () => {
    const there = workspace({ 'sub/deep/a.asl.json': WARNING });
    const { out } = there.run(['--format', 'sarif', '--only', WARNING_RULE], { cwd: 'sub/deep' });
    expect(out).toContain('"uri": "sub/deep/a.asl.json"');
    expect(out).not.toContain(there.root);
  });

  it('keeps fingerprints when lines move', () => {
    const fingerprint = (text: string): unknown =>
      sarif({ 'a.asl.json': text }, '--only', WARNING_RULE).results![0]!.partialFingerprints!['sfnLint/v1'];
    expect(fingerprint(`\n\n\n${WARNING}`)).toBe(fingerprint(WARNING));
  });

  it('lets no two findings share a fingerprint', () => {
    const twice = WARNING.replace('"States": {', '"States": {"Ask": {"Type": "Pass"},');
    const run = sarif({ 'a.asl.json': WARNING, 'b/a.asl.json': WARNING, 'c.asl.json': twice });
    const prints = run.results!.map(({ partialFingerprints }) => partialFingerprints!['sfnLint/v1']);
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('--format github', () => {
  const github = (files: Files, ...args: readonly string[]): readonly string[] => {
    const { out } = workspace(files).run(['--format', 'github', ...args]);
    return out === '' ? [] : out.replace(/\n$/, '').split('\n');
  };

  it('has one command a finding, the gravest first', () => {
    const lines = github({ 'a.asl.json': WARNING, 'b.asl.json': ERROR }, '--only', `${WARNING_RULE},${ERROR_RULE}`);
    expect(lines.map((line) => /^::(\w+) file=([^,]*),line=(\d+)/.exec(line)?.slice(1))).toEqual([
      ['error', 'b.asl.json', String(ERROR.slice(0, ERROR.indexOf('1200')).split('\n').length)],
      ['warning', 'a.asl.json', String(WARNING.slice(0, WARNING.indexOf('"Ask":')).split('\n').length)],
    ]);
    expect(lines[0]).toContain(`title=${ERROR_RULE}::`);
  });

  it('names notes notices', () => {
    const lines = github({ 'a.asl.json': WARNING }, '--only', WARNING_RULE, '--rule', `${WARNING_RULE}:note`);
    expect(lines[0]).toMatch(/^::notice /);
  });

  it('escapes what would end a property or a message', () => {
    const [line] = github(
      { 'a,b:c%d.asl.json': WARNING.replaceAll('Ask', 'Ask 100%0A::error::') },
      '--only',
      WARNING_RULE,
    );
    expect(line).toContain('file=a%2Cb%3Ac%25d.asl.json,line=');
    expect(line).toContain('Ask 100%250A::error::');
  });

  it('says nothing when all is well', () => {
    expect(github({ 'a.asl.json': CLEAN })).toEqual([]);
  });
});
