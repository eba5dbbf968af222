/**
 * The text of a script together with its syntax tree. An edit of a text that is written in it is refused where the value
 * may serve something besides the state that asks for it.
 */
import type { Program } from '../../../script/parse.ts';
import { refuse } from '../../../text/layer.ts';
import type { Gap, HostSpan, Layer, Refusal, TextEdit } from '../../../text/layer.ts';
import type { Range } from '../../../text/source-file.ts';
import { reasonAgainstEdit } from './consumption.ts';

export class ScriptLayer implements Layer {
  /** The file, for edits that look after themselves. */
  readonly file: Layer;
  readonly program: Program;
  /** Whether its code says types, which edits have to keep to. */
  readonly isTyped: boolean;
  readonly holes: readonly Range[] = [];
  readonly gaps: readonly Gap[] = [];

  constructor(path: string, file: Layer, program: Program) {
    this.file = file;
    this.program = program;
    this.isTyped = /\.[cm]?tsx?$/i.test(path);
  }

  get text(): string {
    return this.file.text;
  }

  toHost(range: Range): HostSpan {
    return this.file.toHost(range);
  }

  lower(range: Range, text: string): readonly TextEdit[] | Refusal {
    const reason = reasonAgainstEdit(this.program, range);
    return reason === undefined ? this.file.lower(range, text) : refuse(reason);
  }
}
