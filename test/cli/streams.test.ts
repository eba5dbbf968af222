/** Readers that leave early, and the progress line of long runs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';
import { definition } from './samples.ts';
import { workspace } from './workspace.ts';

const LONG = definition(
  Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [
      `S${i}`,
      { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', Next: `S${i + 1}` },
    ]),
  ),
);

describe('a reader that has seen enough', () => {
  it.each(['', '--format json', '--format sarif', '--format github'])('ends a run quietly: %s', (options) => {
    const there = workspace({ 'a.asl.json': LONG });
    const { out, err } = there.shell(`$LINT ${options} --fail-on warning | head -1; echo "code \${PIPESTATUS[0]}"`);
    expect(out.split('\n').at(-2)).toBe('code 1');
    expect(err).toBe('');
  });

  it('ends print quietly', () => {
    const { out, err } = workspace({ 'a.asl.json': LONG }).shell('$LINT print | head -1; echo "code ${PIPESTATUS[0]}"');
    expect(out).toBe('// a (a.asl.json)\ncode 0\n');
    expect(err).toBe('');
  });

  it('may have left before the first line', () => {
    const { err } = workspace({ 'a.asl.json': LONG }).shell('$LINT --format json | true');
    expect(err).toBe('');
  });

  it('of standard error changes nothing of the report', () => {
    const there = workspace({ 'a.json': '{}' });
    const { out } = there.shell('$LINT --format json a.json 2>&-; echo "code $?"');
    expect(out).toMatch(/^\{[^]*\}\ncode 0\n$/);
  });
});

describe('the progress line', () => {
  let written: string[];
  let now: number;
  const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
  const pretendTerminal = (value: boolean): void => {
    Object.defineProperty(process.stderr, 'isTTY', { value, configurable: true });
  };

  beforeEach(() => {
    written = [];
    now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    if (isTTY === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
    else Object.defineProperty(process.stderr, 'isTTY', isTTY);
  });

  it('shows after half a second, now and then, and goes away', () => {
    pretendTerminal(true);
    const progress = new Progress(300);
    progress.show(1);
    now += 499;
    progress.show(2);
    expect(written).toEqual([]);
    now += 1;
    progress.show(3);
    progress.show(4);
    now += 100;
    progress.show(5);
    expect(written).toEqual(['\r3 of 300 files', '\r5 of 300 files']);
    progress.clear();
    progress.clear();
    expect(written.slice(2)).toEqual(['\r\u001b[K']);
  });

  it('never shows where standard error is no terminal', () => {
    pretendTerminal(false);
    const progress = new Progress(300);
    now += 5000;
    progress.show(3);
    progress.clear();
    expect(written).toEqual([]);
  });

  it('is cleared only when it was shown', () => {
    pretendTerminal(true);
    new Progress(1).clear();
    expect(written).toEqual([]);
  });
});
