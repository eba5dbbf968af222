/**
 * The `github` format: one workflow command per finding, which GitHub Actions turns into an annotation.
 *
 * Limits: the service shows ten errors and ten warnings of a step, so the gravest come first; columns are left out of
 * a range over several lines, where the service does not take them; related places and fixes are not shown.
 */
import type { Diagnostic } from '../engine/diagnostic.ts';
import type { Severity } from '../rules/rule.ts';
import { externalRegion } from './external-region.ts';
import { printable } from './printable.ts';
import type { Reporter } from './reporter.ts';

const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };
const GRAVEST_FIRST: readonly Severity[] = ['error', 'warning', 'note'];

export const renderGithub: Reporter = ({ diagnostics }) =>
  GRAVEST_FIRST.flatMap((severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity))
    .map((diagnostic) => `${toCommand(diagnostic)}\n`)
    .join('');

function toCommand(diagnostic: Diagnostic): string {
  const properties = toProperties(diagnostic)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${COMMAND[diagnostic.severity]} ${properties}::${escapeData(toMessage(diagnostic))}`;
}

function toProperties({ primary, rule }: Diagnostic): readonly (readonly [string, string | number])[] {
  const { startLine, startColumn, endLine, endColumn } = externalRegion(primary);
  const columns =
    startLine === endLine
      ? ([
          ['col', startColumn],
          ['endColumn', endColumn],
        ] as const)
      : [];
  return [
    ['file', printable(primary.file.path)],
    ['line', startLine],
    ['endLine', endLine],
    ...columns,
    ['title', printable(rule)],
  ];
}

/** The line feed between message and help is the only one; any other has been made visible. */
function toMessage({ message, help }: Diagnostic): string {
  return help === undefined ? printable(message) : `${printable(message)}\nhelp: ${printable(help)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
