/** Bytes to text: UTF-8 only, with the place of the first byte that is not. */
import { isUtf8 } from 'node:buffer';
import { SourceFile } from '../text/source-file.ts';

/** Why a text is not usable as it stands, and where. */
export interface TextProblem {
  readonly message: string;
  readonly offset: number;
}

export interface DecodedFile {
  readonly file: SourceFile;
  readonly problem: TextProblem | undefined;
}

export function decodeFile(path: string, bytes: Uint8Array): DecodedFile {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const file = new SourceFile(path, decoder.decode(bytes));
  if (!isUtf8(bytes)) {
    const offset = decoder.decode(bytes.subarray(0, firstInvalidByte(bytes))).length;
    return { file, problem: { message: 'it is not UTF-8 text; this byte begins no character', offset } };
  }
  const nul = file.text.indexOf('\0');
  const problem = nul < 0 ? undefined : { message: 'it holds a NUL character here', offset: nul };
  return { file, problem };
}

/** Bisects for the longest valid prefix, then steps back over a character that is merely cut off. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isValidPrefix(bytes, middle)) low = middle;
    else high = middle - 1;
  }
  return characterStart(bytes, low);
}

const LONGEST_CHARACTER = 4;

/** Whether the first `length` bytes are valid but for a character cut off at their end. */
function isValidPrefix(bytes: Uint8Array, length: number): boolean {
  for (let cut = 0; cut < LONGEST_CHARACTER && cut <= length; cut++) {
    if (isUtf8(bytes.subarray(0, length - cut)) && isCutOff(bytes.subarray(length - cut, length))) return true;
  }
  return false;
}

/** Whether bytes can be the beginning of one character. */
function isCutOff(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first === undefined) return true;
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  return first < 0xf5 && bytes.length < length && bytes.subarray(1).every((byte) => (byte & 0xc0) === 0x80);
}

function characterStart(bytes: Uint8Array, length: number): number {
  let start = length;
  while (start > 0 && !isUtf8(bytes.subarray(0, start))) start--;
  return start;
}
