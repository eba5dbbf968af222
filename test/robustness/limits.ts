/** Runs the built tool within so much processor time and heap, whatever else the computer is doing. */
import { expect, vi } from 'vitest';
import { workspace } from '../cli/workspace.ts';
import type { Files, Run } from '../cli/workspace.ts';

export interface Limits {
  /** Of processor time. */
  readonly seconds: number;
  readonly megabytes: number;
}

const SLOWEST = 120_000;

/** For files of tests that a busy computer may take long over. */
export function allowTime(): void {
  vi.setConfig({ testTimeout: SLOWEST });
}

export function runWithin(files: Files, { seconds, megabytes }: Limits): Run {
  const line = `ulimit -t ${seconds}; exec $LINT --format json`;
  const env = { NODE_OPTIONS: `--max-old-space-size=${megabytes}` };
  const result = workspace(files).shell(line, { env, timeout: SLOWEST });
  expect(result.err).not.toContain('    at ');
  expect([0, 1]).toContain(result.code);
  return result;
}
