import { describe, expect, test } from 'vitest';
import { artifactUri } from '../../src/reporters/artifact-uri.ts';

describe('artifactUri', () => {
  test.each([
    ['a/b.asl.json', 'a/b.asl.json'],
    ['./a.json', 'a.json'],
    ['my flows/a#b%c?.json', 'my%20flows/a%23b%25c%3F.json'],
    ['größe/料金.json', 'gr%C3%B6%C3%9Fe/%E6%96%99%E9%87%91.json'],
    ['c:odd.json', 'c%3Aodd.json'],
    ['a\n\u001b.json', 'a%0A%1B.json'],
    ['a\ud800b.json', 'a%EF%BF%BDb.json'],
    ['a\\b.json', 'a%5Cb.json'],
  ])('%j is relative: %s', (path, uri) => {
    expect(artifactUri(path)).toEqual({ uri, isRelative: true });
  });

  test.each([
    ['/srv/a b.json', 'file:///srv/a%20b.json'],
    ['C:/flows/a.json', 'file:///C:/flows/a.json'],
    ['//server/share/a.json', 'file://server/share/a.json'],
  ])('%j is absolute: %s', (path, uri) => {
    expect(artifactUri(path)).toEqual({ uri, isRelative: false });
  });
});
