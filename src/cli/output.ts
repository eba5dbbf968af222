/**
 * Standard output and error, written directly: the stream objects take longer to set up than a small file takes to
 * lint. A reader that has gone away (`| head`) ends the output quietly.
 */
import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';

const STDOUT = 1;
const STDERR = 2;
const RETRY_AFTER_MS = 5;

export function writeOut(text: string): void {
  writeAll(STDOUT, text);
}

export function writeErr(text: string): void {
  writeAll(STDERR, text);
}

export function isTerminal(output: 'stdout' | 'stderr'): boolean {
  try {
    // Only a character device can be a terminal, and the null device is none; asking the stream would set it up.
    const device = fstatSync(output === 'stdout' ? STDOUT : STDERR);
    return device.isCharacterDevice() && device.rdev !== statSync(devNull).rdev && process[output].isTTY;
  } catch {
    return false;
  }
}

/** Columns of the terminal that standard output is, if it is one. */
export function terminalWidth(): number | undefined {
  return isTerminal('stdout') ? process.stdout.columns : undefined;
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      // The other end of a non-blocking pipe is not ready yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
    }
  }
}
