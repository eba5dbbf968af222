/** What the evaluation of a path or expression tells on the way, for rules: what it misses, parses and looks at. */
import type { Range } from '../../text/source-file.ts';
import type { Miss } from './members.ts';
import type { Shape } from './shape.ts';

/** A step that finds nothing. */
export interface MissedStep {
  readonly miss: Miss;
  /** The name or index as it is written. */
  readonly name: string;
  /** In the text of the path or expression. */
  readonly range: Range;
  /** What it is read of. */
  readonly base: Shape;
  /** Whether the state fails of it; otherwise it goes on with nothing. */
  readonly fails: boolean;
}

/** `$parse` or `States.StringToJson` of a value. */
export interface ParsedValue {
  readonly range: Range;
  readonly value: Shape;
}

/** Ranges are offsets in the text that is evaluated. */
export interface ReadLog {
  miss(step: MissedStep): void;
  parse(value: ParsedValue): void;
  /** A value that decides something: compared, tested, matched. */
  look(value: Shape): void;
  /** An element that is read by a number of a list. */
  index(base: Shape, index: number, range: Range): void;
  /** A member that is read of what a function returns as it is. */
  readMember(base: Shape, name: string, range: Range): void;
}
