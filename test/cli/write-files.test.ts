/** Fixed files are written all or none, and not at all when one of them is no longer what was read. */
import { chmodSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RunFiles } from '../../src/cli/file-system.ts';
import { UsageError } from '../../src/cli/options.ts';
import { writeFixedFiles } from '../../src/cli/write-files.ts';
import { workspace } from './workspace.ts';

const FIXED = [
  { path: 'a/one.asl.json', before: 'one', after: 'ONE' },
  { path: 'b/two.asl.json', before: 'two', after: 'TWO' },
];

const FILES = { 'a/one.asl.json': 'one', 'b/two.asl.json': 'two' };

describe('writeFixedFiles', () => {
  it('writes all of them and leaves nothing beside', () => {
    const project = workspace(FILES);
    writeFixedFiles(FIXED, new RunFiles(project.root, false));
    expect([project.read('a/one.asl.json'), project.read('b/two.asl.json')]).toEqual(['ONE', 'TWO']);
    expect(readdirSync(project.at('a'))).toEqual(['one.asl.json']);
  });

  it.each([
    ['changed', 'two!'],
    ['emptied', ''],
  ])('writes none when one was %s meanwhile', (_, text) => {
    const project = workspace({ ...FILES, 'b/two.asl.json': text });
    expect(() => writeFixedFiles(FIXED, new RunFiles(project.root, false))).toThrow(UsageError);
    expect(project.read('a/one.asl.json')).toBe('one');
    expect(readdirSync(project.at('a'))).toEqual(['one.asl.json']);
  });

  it('writes none when one is gone', () => {
    const project = workspace({ 'a/one.asl.json': 'one' });
    expect(() => writeFixedFiles(FIXED, new RunFiles(project.root, false))).toThrow(UsageError);
    expect(project.read('a/one.asl.json')).toBe('one');
  });

  // Whoever may do everything is not kept out by the mode of a folder.
  it.skipIf(process.getuid?.() === 0)('writes none when one cannot be written', () => {
    const project = workspace(FILES);
    chmodSync(project.at('b'), 0o500);
    expect(() => writeFixedFiles(FIXED, new RunFiles(project.root, false))).toThrow(UsageError);
    chmodSync(project.at('b'), 0o700);
    expect(project.read('a/one.asl.json')).toBe('one');
    expect(readdirSync(project.at('a'))).toEqual(['one.asl.json']);
  });
});
