/**
 * The codec of a YAML scalar by its style, as the YAML reader asks for it.
 *
 * The literal is the source from `range[0]` to `range[1]` of the `yaml` library's node. For a flow scalar that
 * is the scalar with its quotes. For a block scalar it begins at the `|` or `>` (anchor and tag are outside)
 * and ends after the line break of its last line; see `yaml-block-source.ts`.
 */
import type { Codec } from '../layer.ts';
import { yamlBlockScalar } from './yaml-block-scalar.ts';
import type { BlockScalarPlace } from './yaml-block-scalar.ts';
import { yamlFlowScalar } from './yaml-flow-scalar.ts';
import type { FlowScalarPlace } from './yaml-flow-scalar.ts';

export type YamlScalarStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED';

export type YamlScalarPlace = BlockScalarPlace & FlowScalarPlace;

/** Shared objects for flow scalars, a small new one for each block scalar. */
export function yamlScalarCodec(style: YamlScalarStyle, place: YamlScalarPlace): Codec {
  const isBlock = style === 'BLOCK_LITERAL' || style === 'BLOCK_FOLDED';
  return isBlock ? yamlBlockScalar(place) : yamlFlowScalar(place);
}
