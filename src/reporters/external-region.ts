/**
 * A span as code-review services count it, which differs from our own positions in two ways: a byte order mark takes
 * no column, and the end of a file that ends in a line feed lies on the last line rather than on an empty one below,
 * where no annotation could be shown.
 */
import type { HostSpan } from '../text/layer.ts';
import type { SourceFile } from '../text/source-file.ts';

/** Lines and columns are 1-based, columns count UTF-16 units, `endColumn` is exclusive. */
export interface ExternalRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const BYTE_ORDER_MARK = '\uFEFF';

export function externalRegion({ file, start, end }: HostSpan): ExternalRegion {
  const from = place(file, start);
  const to = place(file, Math.max(start, end));
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function place(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const clamped = Math.min(Math.max(0, offset), file.text.length);
  const { line, column } = file.position(clamped);
  const isBelowLastLine = column === 1 && line > 1 && clamped === file.text.length;
  const shown = isBelowLastLine ? line - 1 : line;
  const units = clamped - (file.lineStarts[shown - 1] ?? 0);
  const mark = shown === 1 && units > 0 && file.text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  return { line: shown, column: units - mark + 1 };
}
