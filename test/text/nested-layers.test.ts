/** Text under three, four and five encodings, and text joined from several places. */
import fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { Document, Scalar, parse } from 'yaml';
import { cfnSubCodec } from '../../src/text/codecs/cfn-sub.ts';
import { jsonStringCodec } from '../../src/text/codecs/json-string.ts';
import { CompositeLayer, DecodedLayer, isRefusal } from '../../src/text/layer.ts';
import type { CompositePart, Layer } from '../../src/text/layer.ts';
import type { Range } from '../../src/text/source-file.ts';
import { anyRange, prose, styles } from './arbitraries.ts';
import { applyEdit, layerOf, scalarWithValue, scalarsOf } from './yaml-documents.ts';
import { lowerOne } from './lower-one.ts';

interface Definition {
  readonly Comment: string;
  /** A JSON text of its own. */
  readonly Input: string;
  readonly Arn: string;
  readonly Last: string;
}

/** A template with a definition as `Fn::Sub` text in the given style. */
function templateWith(definition: Definition, style: Scalar.Type, lineWidth: number): string {
  const json = JSON.stringify(definition, null, 2).replaceAll('${', '${!');
  const text = new Scalar(`${json.replace('@@', '${Fn.Arn}')}\n`);
  text.type = style;
  const machine = { Type: 'Machine', Definition: { 'Fn::Sub': text }, Last: 'z' };
  return new Document({ Resources: { Machine: machine } }).toString({ lineWidth });
}

interface Template {
  readonly Resources: {
    readonly Machine: { readonly Definition: { readonly 'Fn::Sub': string }; readonly Last: string };
  };
}

/** What a deployment would make of the template, with `<Name>` for what it fills in. */
function deployed(template: string): unknown {
  const { Definition: definition, Last } = (parse(template) as Template).Resources.Machine;
  const text = definition['Fn::Sub'].replace(/\$\{([^}]*)\}/g, (_all, inside: string) =>
    inside.startsWith('!') ? `\${${inside.slice(1)}}` : `<${inside}>`,
  );
  return { definition: JSON.parse(text) as unknown, Last };
}

function subLayerOf(template: string): DecodedLayer {
  const text = (parse(template) as Template).Resources.Machine.Definition['Fn::Sub'];
  const outer = layerOf(template, scalarWithValue(template, text));
  return new DecodedLayer(outer, { start: 0, end: outer.text.length }, cfnSubCodec);
}

function jsonStringAt(layer: Layer, key: string): DecodedLayer {
  const root = parseTree(layer.text);
  const node = root && findNodeAtLocation(root, [key]);
  if (node === undefined) throw new Error(`no ${key} in ${layer.text}`);
  return new DecodedLayer(layer, { start: node.offset, end: node.offset + node.length }, jsonStringCodec);
}

const definitions = fc.tuple(prose, prose).map(([comment, input]) => ({
  Comment: comment,
  Input: JSON.stringify({ text: input }),
  Arn: '@@',
  Last: 'x',
}));
interface Sample {
  readonly definition: Definition;
  readonly template: string;
}

const templates: fc.Arbitrary<Sample> = fc
  .tuple(definitions, fc.constantFrom(...styles), fc.constantFrom(80, 0))
  .map(([definition, style, width]) => ({ definition, template: templateWith(definition, style, width) }));

describe('JSON in Fn::Sub in YAML', () => {
  const edit = (layer: DecodedLayer, range: Range, text: string): { changed: string; wanted: string } | undefined => {
    const lowered = lowerOne(layer, range, text);
    const wanted = layer.text.slice(0, range.start) + text + layer.text.slice(range.end);
    return isRefusal(lowered) ? undefined : { changed: applyEdit(lowered), wanted };
  };

  /** A literal `${…}` has no spelling once it is cut, as long as there are placeholders beside it. */
  const cutsPlaceholder = (text: string, { start, end }: Range): boolean =>
    [...text.matchAll(/\$\{\w+\}/g)].some(({ index, 0: match }) => {
      const isInside = (offset: number): boolean => offset > index && offset < index + match.length;
      return isInside(start) || isInside(end);
    });

  /** Edits the string that `find` gives, and compares what is deployed then. */
  const checkEdits = (
    find: (definition: DecodedLayer) => DecodedLayer,
    expected: (definition: Definition, wanted: string) => Definition,
  ): void => {
    const check = ({ definition, template }: Sample, rangeIn: (text: string) => Range, text: string): void => {
      const layer = find(subLayerOf(template));
      const range = rangeIn(layer.text);
      const edited = edit(layer, range, text);
      if (edited === undefined) expect(cutsPlaceholder(layer.text, range)).toBe(true);
      else {
        const wanted = { ...expected(definition, edited.wanted), Arn: '<Fn.Arn>' };
        expect(deployed(edited.changed)).toEqual({ definition: wanted, Last: 'z' });
      }
    };
    fc.assert(fc.property(templates, anyRange, prose, check), { numRuns: 800 });
  };

  it('is edited at the innermost layer', () => {
    checkEdits(
      (definition) => jsonStringAt(definition, 'Comment'),
      (definition, Comment) => ({ ...definition, Comment }),
    );
  });

  it('is edited in JSON that a JSON string holds', () => {
    checkEdits(
      (definition) => jsonStringAt(jsonStringAt(definition, 'Input'), 'text'),
      (definition, text) => ({ ...definition, Input: JSON.stringify({ text }) }),
    );
  });

  it('maps each character to its place in the file', () => {
    const check = ({ template }: { template: string }): void => {
      const layer = jsonStringAt(jsonStringAt(subLayerOf(template), 'Input'), 'text');
      for (const { index, 0: character } of layer.text.matchAll(/[A-Za-z\d]/g)) {
        const span = layer.toHost({ start: index, end: index + 1 });
        expect(template.slice(span.start, span.end)).toBe(character);
        expect(span.exact).toBe(true);
      }
    };
    fc.assert(fc.property(templates, check), { numRuns: 200 });
  });

  it.each(styles)('maps a slice and writes it back: %s', (style) => {
    const definition = { Comment: '😀 "a" ${b} the slice\nend', Input: '{}', Arn: '@@', Last: 'x' };
    const template = templateWith(definition, style, 0);
    const layer = jsonStringAt(subLayerOf(template), 'Comment');
    const start = layer.text.indexOf('the slice');
    const span = layer.toHost({ start, end: start + 9 });
    expect(template.slice(span.start, span.end)).toBe('the slice');
    const edited = edit(layer, { start, end: start + 9 }, 'a "new"\n${one} \\');
    expect(edited?.changed.slice(0, span.start)).toBe(template.slice(0, span.start));
    expect(edited?.changed.endsWith(template.slice(span.end))).toBe(true);
    expect(deployed(edited?.changed ?? '')).toMatchObject({ definition: { Comment: edited?.wanted } });
  });

  it('refuses to touch what is filled in at deployment', () => {
    const definition = { Comment: 'c', Input: '{}', Arn: 'arn:@@:x', Last: 'x' };
    const layer = jsonStringAt(subLayerOf(templateWith(definition, 'BLOCK_LITERAL', 0)), 'Arn');
    expect(layer.text).toBe('arn:${Fn.Arn}:x');
    expect(layer.holes).toMatchObject([{ start: 4, end: 13 }]);
    for (const [start, end] of [
      [4, 13],
      [0, 5],
      [6, 7],
      [8, 8],
      [12, 15],
      [0, 15],
    ] as const) {
      expect(lowerOne(layer, { start, end }, 'new')).toMatchObject({ refused: true });
    }
    expect(lowerOne(layer, { start: 0, end: 4 }, 'new')).toMatchObject({ text: 'new' });
    expect(lowerOne(layer, { start: 13, end: 13 }, 'new')).toMatchObject({ text: 'new' });
  });
});

describe('joined text', () => {
  const document = [
    'Fn::Join:',
    "- ', '",
    "- - '{\"Comment\": \"it''s 😀 '",
    '  - Ref: Name',
    '  - >-',
    '    one two',
    '    three',
    '  - "\\", \\"Last\\": \\"x\\"}"',
    '',
  ].join('\n');

  const joined = (): CompositeLayer => {
    const scalars = scalarsOf(document) ?? [];
    const [, separator, first, , name, second, third] = scalars;
    const file = layerOf(document, scalars[0]!).toHost({ start: 0, end: 0 }).file;
    const owner = { file, start: 0, end: document.length, exact: true };
    const parts: CompositePart[] = [];
    for (const scalar of [first, name, second, third]) {
      if (scalar === undefined || separator === undefined) throw new Error('not as expected');
      const layer = layerOf(document, scalar);
      const range = { start: 0, end: layer.text.length };
      const between = layerOf(document, separator);
      if (parts.length > 0) parts.push({ kind: 'synthetic', text: ', ', layer: between, range: { start: 0, end: 2 } });
      if (scalar === name) parts.push({ kind: 'hole', text: '${Name}', layer, range });
      else parts.push({ kind: 'text', layer, range });
    }
    return new CompositeLayer(parts, owner);
  };
  const comment = (): DecodedLayer => jsonStringAt(joined(), 'Comment');
  const rangeOf = (layer: Layer, slice: string): Range => {
    const start = layer.text.indexOf(slice);
    return { start, end: start + slice.length };
  };

  it('reads as one text', () => {
    expect(comment().text).toBe("it's 😀 , ${Name}, one two three, ");
    expect(comment().holes).toMatchObject([rangeOf(comment(), '${Name}')]);
  });

  it('keeps the places of its parts', () => {
    const layer = comment();
    for (const slice of ['😀', 'two', 'three']) {
      const span = layer.toHost(rangeOf(layer, slice));
      expect(document.slice(span.start, span.end)).toBe(slice);
      expect(span.exact).toBe(true);
    }
    const span = layer.toHost(rangeOf(layer, "t's"));
    expect(document.slice(span.start, span.end)).toBe("t''s");
    expect(layer.toHost(rangeOf(layer, ', one')).exact).toBe(false);
  });

  it.each([
    ['in single quotes', "it's", "they're", "- - '{\"Comment\": \"they''re 😀 '"],
    ['in single quotes, with escapes', '😀', '"\n', '- - \'{"Comment": "it\'\'s \\"\\n \''],
    ['in a folded scalar', 'two three', 'a "b"', '    one a \\"b\\"\n'],
  ])('is edited %s', (_name, from, to, line) => {
    const layer = comment();
    const lowered = lowerOne(layer, rangeOf(layer, from), to);
    if (isRefusal(lowered)) throw new Error(lowered.reason);
    const changed = applyEdit(lowered);
    expect(changed).toContain(line);
    const parts = (parse(changed) as { 'Fn::Join': [string, (string | { Ref: string })[]] })['Fn::Join'][1];
    const text = parts.map((part) => (typeof part === 'string' ? part : '${Name}')).join(', ');
    expect(JSON.parse(text)).toEqual({ Comment: layer.text.replace(from, to), Last: 'x' });
  });

  it.each([
    ['the separator', '😀 , '],
    ['the unknown part', '${Name}'],
    ['two parts', 'three, '],
    ['all of it', "it's 😀 , ${Name}, one two three, "],
  ])('is not edited at %s', (_name, slice) => {
    const layer = comment();
    expect(lowerOne(layer, rangeOf(layer, slice), 'new')).toMatchObject({ refused: true });
  });
});
