/** What a JSON text holds beyond the standard: every comment and every comma before a closing bracket, with its place. */
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/hosts/json/read.ts';
import { FileLayer } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';

function looseParts(text: string): readonly string[] {
  const reading = readJson(new FileLayer(new SourceFile('loose.json', text)));
  if (reading.problem !== undefined) throw new Error(reading.problem.message);
  return reading.loose.map(({ kind, start, end }) => `${kind} ${start} ${text.slice(start, end)}`);
}

describe('loose JSON', () => {
  it.each<[string, readonly string[]]>([
    ['{}', []],
    ['[1, {"a": []}, "x"]', []],
    ['{"a": "// no", "/* no */": ",}"}', []],
    ['[1,]', ['trailingComma 2 ,']],
    ['{"a": 1 , }', ['trailingComma 8 ,']],
    ['[[1,],]', ['trailingComma 3 ,', 'trailingComma 5 ,']],
    ['[{"a": {},},]', ['trailingComma 9 ,', 'trailingComma 11 ,']],
    ['// a\n[]', ['comment 0 // a']],
    ['[] /* b\n */', ['comment 3 /* b\n */']],
    ['[1, // one\n]', ['comment 4 // one', 'trailingComma 2 ,']],
    ['[1, /* two */ 2]', ['comment 4 /* two */']],
    ['\uFEFF[1,]', ['trailingComma 3 ,']],
    ['{"a": ${N},}', ['trailingComma 10 ,']],
    ['{"a": 1, ${Members}}', []],
  ])('%j', (text, parts) => expect(looseParts(text)).toEqual(parts));
});
