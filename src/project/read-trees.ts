/**
 * The text of one file as trees, in whichever format its name and look suggest; the YAML parser is loaded for the first
 * text that needs it. Gives the first problem where no format fits.
 */
import { formatsOf } from '../hosts/detect.ts';
import { readJson } from '../hosts/json/read.ts';
import type { SyntaxProblem } from '../hosts/syntax-error.ts';
import { directiveComments } from '../suppression/comments.ts';
import { DIRECTIVE_MARK } from '../suppression/directive.ts';
import type { FileLayer, Layer } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import type { LooseJson } from '../tree/loose-json.ts';
import type { Node } from '../tree/node.ts';

/** A name that promises JSON as the standard has it; `.jsonc` promises more. */
const STRICT_JSON_NAME = /\.json$/i;

export interface Trees {
  readonly roots: readonly Node[];
  /** Whether some values are written with YAML tags. */
  readonly hasTags: boolean;
  /** What a text that must be JSON holds beyond the standard. */
  readonly loose: readonly LooseJson[];
  /** Comments that may hold a directive. */
  readonly comments: readonly Range[];
  readonly problem?: undefined;
}

export type Reading = Trees | { readonly problem: SyntaxProblem };

export async function readTrees(path: string, layer: FileLayer): Promise<Reading> {
  let first: SyntaxProblem | undefined;
  for (const format of formatsOf(path, layer.text)) {
    const reading = format === 'json' ? readOneJson(path, layer) : await readYamlLazily(layer);
    if (reading.problem === undefined) return reading;
    first ??= reading.problem;
  }
  return { problem: first ?? { kind: 'empty', message: 'the text is empty', layer, range: { start: 0, end: 0 } } };
}

function readOneJson(path: string, layer: Layer): Reading {
  const reading = readJson(layer);
  if (reading.problem !== undefined) return reading;
  const loose = STRICT_JSON_NAME.test(path) ? reading.loose : [];
  const comments = directiveComments(layer.text, commentsOf(reading.loose));
  return { roots: [reading.root], hasTags: false, loose, comments };
}

export function commentsOf(loose: readonly LooseJson[]): readonly Range[] {
  return loose.filter(({ kind }) => kind === 'comment');
}

/** The YAML parser is the largest part of the program: loaded when the first YAML text needs it. */
async function readYamlLazily(layer: Layer): Promise<Reading> {
  const { readYaml } = await import('../hosts/yaml/read.ts');
  const reading = readYaml(layer, layer.text.includes(DIRECTIVE_MARK));
  if (reading.problem !== undefined) return reading;
  return { ...reading, loose: [], comments: directiveComments(layer.text, reading.comments) };
}
