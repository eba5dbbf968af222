/** All rules over machines that are right by what is known, as they are and in every host: none has an error. */
import { describe, expect, it } from 'vitest';
import { HOSTS } from '../rehost/hosts.ts';
import { Random } from '../rehost/random.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { rightMachine } from '../support/right-machines.ts';

const SEEDS = Array.from({ length: 60 }, (_, i) => `machine ${i}`);

async function errorsIn(files: FileTable): Promise<readonly string[]> {
  const { diagnostics, files: read } = await lintFiles(files, { preset: 'all' });
  expect(read.length).toBeGreaterThan(0);
  return diagnostics
    .filter(({ severity, message }) => severity === 'error' || /Step Functions (?:\w+ )?refuses/.test(message))
    .map(({ rule, state, pointer, message }) => `${rule} ${state ?? ''} ${pointer ?? ''}: ${message}`);
}

describe('machines that are right', () => {
  it.each(SEEDS)('%s has no error', async (seed) => {
    const machine = rightMachine(new Random(seed));
    expect(await errorsIn({ 'machine.asl.json': JSON.stringify(machine) })).toEqual([]);
  });

  it.each(HOSTS.map((host, i) => [host.name, host, SEEDS[i % SEEDS.length] ?? ''] as const))(
    'have none in %s',
    async (_, host, seed) => {
      const { files } = host.write(rightMachine(new Random(seed)), new Random(host.name));
      expect(await errorsIn(files)).toEqual([]);
    },
  );
});
