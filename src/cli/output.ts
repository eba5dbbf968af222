/**
 * Standard output and error, written directly: the stream objects take longer to set up than a small file takes to
 * lint. A reader that has gone away (`| head`) ends the output quietly.
 */
import { fstatSync, statSync, writeSync } from 'node:fs';

const STDOUT = 1;
const STDERR = 2;
const RETRY_AFTER_MS = 5;
const PIECE = 1 << 20;
/** As `node:os` has it, which is not loaded for this. */
const NULL_DEVICE = process.platform === 'win32' ? String.raw`\\.\nul` : '/dev/null';

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
    return device.isCharacterDevice() && device.rdev !== statSync(NULL_DEVICE).rdev && process[output].isTTY;
  } catch {
    return false;
  }
}

/** Columns of the terminal that standard output is, if it is one. */
export function terminalWidth(): number | undefined {
  return isTerminal('stdout') ? process.stdout.columns : undefined;
}

/** In pieces: the bytes of a long report take as much memory again as the report. */
function writeAll(descriptor: number, text: string): void {
  for (let from = 0; from < text.length;) {
    const to = endOfPiece(text, from);
    if (!writePiece(descriptor, Buffer.from(text.slice(from, to)))) return;
    from = to;
  }
}

/** No pair of surrogates is cut in two. */
function endOfPiece(text: string, from: number): number {
  const end = from + PIECE;
  const isCut = end < text.length && (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return isCut ? end + 1 : end;
}

/** Whether there is still someone who reads. */
function writePiece(descriptor: number, bytes: Buffer): boolean {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      // The other end of a non-blocking pipe is not ready yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
    }
  }
  return true;
}
