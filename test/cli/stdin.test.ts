/** Standard input in place of a file. */
import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findingsOf, placesIn, positionOf } from './report.ts';
import type { JsonReport } from './report.ts';
import { BROKEN, CLEAN, WARNING, WARNING_RULE, samTemplate } from './samples.ts';
import { BIN, workspace } from './workspace.ts';
import type { Run, RunOptions } from './workspace.ts';

const YAML =
  'StartAt: Ask\nStates:\n  Ask:\n    Type: Task\n    Resource: arn:aws:states:::bedrock:invokeModel\n    End: true\n';

function lint(input: string | Uint8Array, args: readonly string[], options: RunOptions = {}): Run {
  return workspace(options.cwd === undefined ? {} : { [`${options.cwd}/x`]: '' }).run(
    ['--format', 'json', '--only', `${WARNING_RULE},parse-error`, ...args],
    { ...options, input },
  );
}

describe('standard input', () => {
  it.each<[string, string, readonly string[], string]>([
    ['JSON without a name', WARNING, ['-'], `${WARNING_RULE} stdin:4:5`],
    ['YAML without a name', YAML, ['-'], `${WARNING_RULE} stdin:3:3`],
    ['JSON by name', WARNING, ['--stdin-filename', 'flows/a.asl.json'], `${WARNING_RULE} flows/a.asl.json:4:5`],
    ['JSON by name and -', WARNING, ['-', '--stdin-filename', 'a.json'], `${WARNING_RULE} a.json:4:5`],
    ['YAML by name', YAML, ['--stdin-filename', 'a.asl.yaml'], `${WARNING_RULE} a.asl.yaml:3:3`],
    ['JSON under a YAML name', WARNING, ['--stdin-filename', 'a.asl.yaml'], `${WARNING_RULE} a.asl.yaml:4:5`],
    ['YAML under an unknown name', YAML, ['--stdin-filename', 'a.tmpl'], `${WARNING_RULE} a.tmpl:3:3`],
    ['broken JSON', BROKEN, ['-'], 'parse-error stdin:1:39'],
    ['nothing', '', ['-'], 'parse-error stdin:1:1'],
    ['blanks', ' \n ', ['--stdin-filename', 'a.asl.yaml'], 'parse-error a.asl.yaml:1:1'],
  ])('is read: %s', (_, input, args, expected) => {
    expect(placesIn(lint(input, args))).toEqual([expected]);
  });

  it('is read as a template, inline and by reference', () => {
    const template = samTemplate({
      Inline: { Definition: JSON.parse(WARNING) as object },
      File: { DefinitionUri: 'flow.asl.json' },
    });
    const there = workspace({ 'infra/flow.asl.json': WARNING });
    const args = ['--format', 'json', '--only', WARNING_RULE, '--stdin-filename', 'infra/template.yaml'];
    const found = findingsOf(there.run(args, { input: template }));
    expect(found.map(({ file, machine }) => `${file} ${machine}`)).toEqual([
      'infra/flow.asl.json File',
      'infra/template.yaml Inline',
    ]);
    expect(found[1]!.start).toEqual(positionOf(template, '"Ask":'));
  });

  it('has a name relative to the working directory, shown relative to the root', () => {
    expect(placesIn(lint(WARNING, ['--stdin-filename', 'a.asl.json'], { cwd: 'sub/deep' }))).toEqual([
      `${WARNING_RULE} sub/deep/a.asl.json:4:5`,
    ]);
  });

  it('needs no file of that name, and is read in place of it', () => {
    const there = workspace({ 'a.asl.json': BROKEN });
    const run = there.run(['--format', 'json', '--stdin-filename', 'a.asl.json'], { input: CLEAN });
    expect({ code: run.code, findings: findingsOf(run) }).toEqual({ code: 0, findings: [] });
  });

  it('may be read beside files', () => {
    const there = workspace({ 'b.asl.json': WARNING });
    const args = ['--format', 'json', '--only', WARNING_RULE, '-', 'b.asl.json', '--stdin-filename', 'a.asl.json'];
    expect(placesIn(there.run(args, { input: WARNING }))).toEqual([
      `${WARNING_RULE} a.asl.json:4:5`,
      `${WARNING_RULE} b.asl.json:4:5`,
    ]);
  });

  it('that is no state machine is a note', () => {
    const { code, out, err } = lint('{"name": "x"}', ['-']);
    expect(code).toBe(0);
    expect((JSON.parse(out) as JsonReport).findings).toEqual([]);
    expect(err).toContain('note: stdin holds no state machine');
  });

  it('that is no UTF-8 has a position', () => {
    expect(placesIn(lint(Buffer.from([0x7b, 0x0a, 0xc3, 0x28]), ['-']))).toEqual(['parse-error stdin:2:1']);
  });

  it('prints as well', () => {
    const { code, out } = workspace().run(['print', '--stdin-filename', 'flow.asl.json', '--format', 'json'], {
      input: CLEAN,
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ machines: [{ name: 'flow', file: 'flow.asl.json' }] });
  });

  it('is waited for when it comes in parts', async () => {
    const there = workspace();
    const args = [BIN, '--format', 'json', '--only', WARNING_RULE, '-'];
    const child = spawn(process.execPath, args, { cwd: there.root, stdio: ['pipe', 'pipe', 'pipe'] });
    const out = readAll(child.stdout);
    const err = readAll(child.stderr);
    for (const part of [WARNING.slice(0, 40), WARNING.slice(40)]) {
      await sleep(150);
      child.stdin.write(part);
    }
    child.stdin.end();
    expect(await err).toBe('');
    expect((JSON.parse(await out) as JsonReport).findings).toHaveLength(1);
  });
});
