/**
 * Bodies that calls answer with, as both languages read them: a stream, then bytes or a text, then JSON. Of a model it is
 * JSON of its answer; of an object in S3 it is a text in UTF-8, which is a condition of the state made of it.
 */
import type { Range } from '../text/source-file.ts';
import type { Expr } from './ir.ts';
import type { Run } from './follow/run.ts';
import type { Body, Value } from './values.ts';

/** A member of the response. */
export function responseMember(
  run: Run,
  { call, of }: Body,
  { key, name }: { readonly key: string | undefined; readonly name: 'body' },
  range: Range,
): Value {
  if (key === (of === 'model' ? name : 'Body')) return { kind: 'stream', call, of };
  return run.opaque(
    'result-use',
    `${key === undefined ? 'a part' : `"${key}"`} of the response is used beside its body`,
    'Use what the body holds.',
    range,
  );
}

/** A stream can be read once: boto3 gives no bytes at all the second time, which is no JSON. */
export function readBody(run: Run, { call, of }: Body, range: Range): Value {
  if (run.findings.readBodies.has(call))
    return run.opaque('pure-ops', 'the body is read again, when nothing is left of it', 'Keep what was read.', range);
  run.findings.readBodies.add(call);
  return { kind: 'replyText', call, of };
}

/** The JSON that is read of a body. */
export function jsonOf({ call, of }: Body, range: Range): Expr {
  const reply: Expr = { kind: 'reply', call, start: range.start, end: range.end };
  return of === 'model' ? reply : { kind: 'parseJson', of: reply, start: range.start, end: range.end };
}

/** The body as a text of UTF-8. */
export function textOf(run: Run, body: Body, encoding: string | undefined, range: Range): Value {
  if (encoding !== undefined && !/^utf[-_]?8$/i.test(encoding)) {
    const [what, help] =
      body.of === 'model'
        ? ['the reply', 'Read the reply as UTF-8, which it is.']
        : ['an object', 'A task reads objects as UTF-8: store it so.'];
    return run.opaque('pure-ops', `${what} is read as ${encoding}`, help, range);
  }
  if (body.of === 'model') return { kind: 'replyText', call: body.call, of: 'model' };
  const at = { start: range.start, end: range.end };
  const reply: Expr = { kind: 'reply', call: body.call, ...at };
  return { kind: 'data', expr: { kind: 'ensure', of: reply, kinds: ['string'], otherwise: 'fails', ...at } };
}
