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

const terminal = vi.hoisted(() => ({ isThere: true, written: [] as string[] }));

vi.mock('../../src/cli/output.ts', () => ({
  isTerminal: () => terminal.isThere,
  writeErr: (text: string) => terminal.written.push(text),
}));

describe('the progress line', () => {
  beforeEach(() => {
    terminal.isThere = true;
    terminal.written = [];
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows after half a second, now and then, and goes away', () => {
    const progress = new Progress(300);
    progress.show(1);
    vi.advanceTimersByTime(499);
    progress.show(2);
    expect(terminal.written).toEqual([]);
    vi.advanceTimersByTime(1);
    progress.show(3);
    progress.show(4);
    vi.advanceTimersByTime(100);
    progress.show(5);
    expect(terminal.written).toEqual(['\r3 of 300 files', '\r5 of 300 files']);
    progress.clear();
    progress.clear();
    expect(terminal.written.slice(2)).toEqual(['\r\u001b[K']);
  });

  it('never shows where standard error is no terminal', () => {
    terminal.isThere = false;
    const progress = new Progress(300);
    vi.advanceTimersByTime(5000);
    progress.show(3);
    progress.clear();
    expect(terminal.written).toEqual([]);
  });

  it('is cleared only when it was shown', () => {
    new Progress(1).clear();
    expect(terminal.written).toEqual([]);
  });
});
