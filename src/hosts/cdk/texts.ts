/** Texts of a CDK program: from literals, from joined parts, and texts that have no place of their own. */
import { scriptNameCodec, scriptStringCodec, templateTextCodec } from '../../text/codecs/script-string.ts';
import { CompositeLayer, DecodedLayer } from '../../text/layer.ts';
import type { Codec, CompositePart, Layer } from '../../text/layer.ts';
import { spanOf } from '../../tree/node.ts';
import type { Place } from '../../tree/node.ts';
import type { TextValue, Value } from './values.ts';

export function literalText(place: Place): TextValue {
  return { kind: 'text', layer: new DecodedLayer(place.layer, place, scriptStringCodec), place };
}

/** A stretch of a template literal between its expressions. */
export function templateStretch(place: Place): Layer {
  return new DecodedLayer(place.layer, place, templateTextCodec);
}

/** The name of a property that stands without quotes. */
export function nameText(place: Place): TextValue {
  const codec = NAME_CODECS.get(place.layer) ?? scriptNameCodec(quoteOf(place.layer));
  NAME_CODECS.set(place.layer, codec);
  return { kind: 'text', layer: new DecodedLayer(place.layer, place, codec), place };
}

const NAME_CODECS = new WeakMap<Layer, Codec>();

/** The quotes of the first module that a script names. */
function quoteOf({ text }: Layer): string {
  return /\b(?:from|require\(|import)\s*(['"])/.exec(text)?.[1] ?? "'";
}

/** A text that is not written anywhere; `place` is what caused it. */
export function addedText(text: string, place: Place): TextValue {
  const part = { kind: 'synthetic', text, layer: place.layer, range: place } as const;
  return { kind: 'text', layer: joinLayers([part], place), place };
}

/** A text with parts in the form `${Name}` that are not known, none of it written anywhere. */
export function addedTemplate(text: string, place: Place): TextValue {
  const parts = text.split(/(\$\{[^}]*\})/).map((part): CompositePart => {
    const kind = part.startsWith('${') ? 'hole' : 'synthetic';
    return { kind, text: part, layer: place.layer, range: place };
  });
  return { kind: 'text', layer: joinLayers(parts, place), place };
}

export function holeLayer(label: string, place: Place): Layer {
  return joinLayers([{ kind: 'hole', text: `\${${label}}`, layer: place.layer, range: place }], place);
}

export function joinLayers(parts: readonly CompositePart[], place: Place): Layer {
  return new CompositeLayer(parts, spanOf(place));
}

export function whole(layer: Layer): CompositePart {
  return { kind: 'text', layer, range: { start: 0, end: layer.text.length } };
}

export function joinTexts(layers: readonly Layer[], place: Place): TextValue {
  const [only] = layers;
  if (layers.length === 1 && only !== undefined) return { kind: 'text', layer: only, place };
  return { kind: 'text', layer: joinLayers(layers.map(whole), place), place };
}

/** What a value is as part of a text. */
export function textLayerOf(value: Value, place: Place): Layer {
  switch (value.kind) {
    case 'text':
      return value.layer;
    case 'number':
    case 'boolean':
      return addedText(String(value.value), value.place).layer;
    case 'null':
    case 'undefined':
      return addedText(value.kind, place).layer;
    case 'unknown':
      return holeLayer(value.label, value.place);
    case 'library':
      return holeLayer(value.path === 'global.__dirname' ? '__dirname' : 'value', place);
    default:
      return holeLayer('value', place);
  }
}
