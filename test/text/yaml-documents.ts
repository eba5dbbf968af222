/** YAML documents with the scalar under test in different places, and what the `yaml` library reads there. */
import { isScalar, parseDocument, visit } from 'yaml';
import type { Scalar } from 'yaml';
import { isBlankLineAt } from '../../src/text/codecs/yaml-block-scalar.ts';
import { yamlScalarCodec } from '../../src/text/codecs/yaml-scalar.ts';
import type { YamlScalarPlace } from '../../src/text/codecs/yaml-scalar.ts';
import { DecodedLayer, FileLayer } from '../../src/text/layer.ts';
import type { Codec, TextEdit } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import type { Range } from '../../src/text/source-file.ts';

export interface FoundScalar extends Range {
  readonly value: unknown;
  readonly type: Scalar.Type;
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
      const type = node.type as Scalar.Type | undefined;
      if (node.range === undefined || node.range === null || type === undefined) return;
      const [start, end] = node.range;
      const inFlow = path.some((parent) => 'flow' in parent && parent.flow === true);
      const place: YamlScalarPlace = {
        parentIndent: node.srcToken !== undefined && 'indent' in node.srcToken ? node.srcToken.indent : 0,
        blankLineFollows: isBlankLineAt(text, end),
        inFlow,
        implicitKey: key === 'key',
      };
      const codec = yamlScalarCodec(type, place);
      found.push({ value: node.value, type, start, end, literal: text.slice(start, end), codec });
    },
  });
  return found.filter((scalar) => isScalar(scalar) || true);
}

export function layerOf(text: string, scalar: FoundScalar): DecodedLayer {
  return new DecodedLayer(new FileLayer(new SourceFile('test.yaml', text)), scalar, scalar.codec);
}

export function applyEdit(edit: TextEdit): string {
  const text = edit.file.text;
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

export function decodedText(codec: Codec, literal: string): string {
  return codec
    .decode(literal)
    .map((piece) => piece.text)
    .join('');
}
