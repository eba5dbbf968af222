/** Messages of an event stream as AWS frames them: lengths, headers, payload, and two checksums. */
import { crc32 } from 'node:zlib';
import type { Json } from '../../../src/handlers/ir.ts';

/** Events by name, in order. */
export function eventStream(events: readonly (readonly [type: string, payload: Json])[]): Buffer {
  return Buffer.concat(events.map(([type, payload]) => frame(type, payload)));
}

function frame(type: string, payload: Json): Buffer {
  const headers = Buffer.concat([
    header(':message-type', 'event'),
    header(':event-type', type),
    header(':content-type', 'application/json'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headers.length + body.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const message = Buffer.concat([prelude, checksum(prelude), headers, body]);
  return Buffer.concat([message, checksum(message)]);
}

const TEXT = 7;

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([TEXT]), length, text]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
