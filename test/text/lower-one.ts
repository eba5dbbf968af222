/** The one edit that a layer makes of a replacement, where it has to be one. */
import { isRefusal } from '../../src/text/layer.ts';
import type { Layer, Refusal, TextEdit } from '../../src/text/layer.ts';
import type { Range } from '../../src/text/source-file.ts';

export function lowerOne(layer: Layer, range: Range, text: string): TextEdit | Refusal {
  const lowered = layer.lower(range, text);
  if (isRefusal(lowered)) return lowered;
  const [edit, ...others] = lowered;
  if (edit === undefined || others.length > 0) throw new TypeError(`${lowered.length} edits in place of one`);
  return edit;
}
