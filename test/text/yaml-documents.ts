/** YAML documents as the `yaml` library reads them, with the codec and layer of each scalar. */
import { isCollection, parseDocument, visit } from 'yaml';
import type { Scalar } from 'yaml';
import { isBlankLineAt } from '../../src/text/codecs/yaml-block-scalar.ts';
import { yamlScalarCodec } from '../../src/text/codecs/yaml-scalar.ts';
import { DecodedLayer, FileLayer } from '../../src/text/layer.ts';
import type { Codec, DecodedPiece, TextEdit } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import type { Range } from '../../src/text/source-file.ts';

export interface FoundScalar extends Range {
  readonly value: unknown;
  readonly style: Scalar.Type;
  readonly literal: string;
  readonly codec: Codec;
}

/** All scalars of a document in order, or undefined when it has errors. */
export function scalarsOf(text: string): readonly FoundScalar[] | undefined {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  const found: FoundScalar[] = [];
  visit(document, {
    Scalar(key, node, path) {
      const style = node.type;
      if (!node.range || style === undefined) return;
      const [start, end] = node.range;
      const codec = yamlScalarCodec(style, {
        parentIndent: node.srcToken !== undefined && 'indent' in node.srcToken ? node.srcToken.indent : 0,
        blankLineFollows: isBlankLineAt(text, end),
        inFlow: path.some((parent) => isCollection(parent) && parent.flow === true),
        implicitKey: key === 'key',
      });
      found.push({ value: node.value, style, start, end, literal: text.slice(start, end), codec });
    },
  });
  return found;
}

export function layerOf(text: string, scalar: FoundScalar): DecodedLayer {
  return new DecodedLayer(new FileLayer(new SourceFile('test.yaml', text)), scalar, scalar.codec);
}

/** The scalar with that value, for documents written by hand. */
export function scalarWithValue(text: string, value: string): FoundScalar {
  const scalar = scalarsOf(text)?.find((found) => found.value === value);
  if (scalar === undefined) throw new Error(`no scalar ${JSON.stringify(value)} in ${JSON.stringify(text)}`);
  return scalar;
}

export function applyEdit(edit: TextEdit): string {
  const text = edit.file.text;
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

export function textOf(pieces: readonly DecodedPiece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

/** What is wrong with the order or the characters of `pieces`, or undefined. */
export function faultOfPieces(pieces: readonly DecodedPiece[], literal: string): string | undefined {
  let end = 0;
  for (const piece of pieces) {
    if (piece.text === '') return 'a piece without text';
    if (piece.from < end || piece.to < piece.from || piece.to > literal.length) return 'pieces out of order';
    if (piece.kind === 'verbatim' && literal.slice(piece.from, piece.to) !== piece.text) return 'verbatim text differs';
    end = piece.to;
  }
  return undefined;
}
