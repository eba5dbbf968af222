/** Cases too large to keep as files: definitions just below and just above what the service accepts. */
import type { FileTable } from '../support/memory-files.ts';
import type { Verdict } from '../support/fixture-cases.ts';

export interface GeneratedCase {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly name: string;
  readonly files: FileTable;
  readonly expected: readonly string[];
}

const LIMIT = 1_048_576;

/** Compact JSON of exactly `bytes` UTF-8 bytes. */
function definitionOf(bytes: number, filler = 'x'): string {
  const build = (comment: string): string =>
    JSON.stringify({ StartAt: 'Done', Comment: comment, States: { Done: { Type: 'Succeed' } } });
  const missing = bytes - Buffer.byteLength(build(''));
  const each = Buffer.byteLength(filler);
  const comment = filler.repeat(Math.floor(missing / each)) + 'x'.repeat(missing % each);
  return build(comment);
}

function indented(definition: string): string {
  return JSON.stringify(JSON.parse(definition), null, 8);
}

/** A state with a text of `bytes`, and a little around it. */
function holding(bytes: number): string {
  const Parameters = { FunctionName: 'read', Payload: { text: 'é'.repeat(bytes / 2) } };
  const Read = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters, End: true };
  return JSON.stringify({ StartAt: 'Read', States: { Read } });
}

const TOO_LARGE =
  'State machine "huge" takes at least 1,048,577 bytes without white space; Step Functions accepts 1,048,576, so it cannot be deployed.';

export const GENERATED_CASES: readonly GeneratedCase[] = [
  {
    rule: 'payload-limit',
    verdict: 'invalid',
    name: 'with a text above the limit',
    files: { 'read.asl.json': holding(262_144) },
    expected: [
      '1:95-1:107 warning payload-limit: State "Read" holds 257 KiB of data in Parameters, and a state may have 256 KiB: it fails with States.DataLimitExceeded.',
    ],
  },
  {
    rule: 'payload-limit',
    verdict: 'valid',
    name: 'with a text just below the limit',
    files: { 'read.asl.json': holding(262_000) },
    expected: [],
  },
  {
    rule: 'definition-too-large',
    verdict: 'invalid',
    name: 'one byte above the limit',
    files: { 'huge.asl.json': definitionOf(LIMIT + 1) },
    expected: [`1:2-1:11 error definition-too-large: ${TOO_LARGE}`],
  },
  {
    rule: 'definition-too-large',
    verdict: 'invalid',
    name: 'two bytes a character',
    files: { 'huge.asl.json': definitionOf(LIMIT + 1, 'é') },
    expected: [`1:2-1:11 error definition-too-large: ${TOO_LARGE}`],
  },
  {
    rule: 'definition-too-large',
    verdict: 'valid',
    name: 'exactly at the limit',
    files: { 'large.asl.json': definitionOf(LIMIT) },
    expected: [],
  },
  {
    rule: 'definition-too-large',
    verdict: 'valid',
    name: 'above the limit by its white space only',
    files: { 'large.asl.json': `${indented(definitionOf(LIMIT - 10))}${' '.repeat(1000)}` },
    expected: [],
  },
];
