/**
 * Whether a function works with images, which are larger than what a state may take and give on. Looked for by words, so that
 * it refuses too often rather than too seldom: whoever only names an image keeps the function.
 */
import { IMAGE_MARKS } from '../aws/image-marks.ts';
import type { CalledFunction } from './outcome.ts';
import { reasonAt, reasonIn } from './reason.ts';
import type { Reason } from './reason.ts';

const MESSAGE = 'images are sent or received, and a state takes and gives on 256 KiB at most';
const UNBLOCK =
  'Keep the function, or let bedrock:invokeModel read the request from S3 and write the answer there (Input and Output.S3Uri).';

export function sizeReasons({ source, environment }: CalledFunction): readonly Reason[] {
  if (source.kind !== 'file') return [];
  const { file } = source;
  const start = firstMark(file.text);
  if (start !== undefined)
    return [reasonIn(file, { gate: 'size', message: MESSAGE, unblock: UNBLOCK, range: { start, end: start + 1 } })];
  const given = [...environment.values()].find(
    (value) => value.kind === 'string' && firstMark(value.value) !== undefined,
  );
  return given === undefined ? [] : [reasonAt('size', MESSAGE, UNBLOCK, given)];
}

function firstMark(text: string): number | undefined {
  const places = IMAGE_MARKS.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return places.length === 0 ? undefined : Math.min(...places);
}
