/**
 * A diagram as a Mermaid flowchart. Every name stands in a quoted label in which all but letters, digits and spaces is
 * written as a character code, so that no name can end its label, start a comment, be read as Markdown or bring in HTML.
 */
import { printable } from '../reporters/printable.ts';
import type { Diagram, DiagramArrow, DiagramBox } from './diagram.ts';
import { clip } from './clip.ts';
import { count, shortName } from './words.ts';

const MOST_COLUMNS = 60;

/** Mermaid draws nothing of a longer text. */
const MOST_CHARACTERS = 48_000;

/** Undefined when it would be longer than what Mermaid draws. */
export function mermaidOf(diagram: Diagram): string | undefined {
  const lines = ['flowchart TD', ...linesOf(diagram, 'm', '  '), ...CLASSES];
  const text = lines.join('\n');
  return text.length > MOST_CHARACTERS ? undefined : text;
}

const CLASSES = [
  '  classDef start fill:#555555,stroke:#555555',
  '  classDef ai stroke:#7c3aed,stroke-width:2px',
  '  classDef error stroke:#c62828,stroke-width:4px',
  '  classDef warning stroke:#b26a00,stroke-width:4px',
  '  classDef note stroke:#1565c0,stroke-width:3px',
];

function linesOf(diagram: Diagram, id: string, indent: string): readonly string[] {
  const start = `${id}_start`;
  const entry = diagram.start === undefined ? [] : [`${indent}${start}(( )):::start --> ${diagram.start}`];
  return [
    ...entry,
    ...diagram.boxes.flatMap((box) => boxLines(box, indent)),
    ...diagram.arrows.map((arrow) => indent + arrowLine(arrow)),
  ];
}

function boxLines(box: DiagramBox, indent: string): readonly string[] {
  if (box.within.length === 0) return [`${indent}${box.id}${shapeOf(box)}${classOf(box)}`];
  const inner = `${indent}  `;
  const [only] = box.within;
  const content =
    box.type === 'Map' && only !== undefined
      ? linesOf(only, box.id, inner)
      : box.within.flatMap((branch, i) => branchLines(branch, `${box.id}b${i + 1}`, i + 1, inner));
  const severity = severityOf(box);
  return [
    `${indent}subgraph ${box.id}["${labelOf(box)}"]`,
    ...content,
    `${indent}end`,
    ...(severity === undefined ? [] : [`${indent}class ${box.id} ${severity}`]),
  ];
}

function branchLines(branch: Diagram, id: string, position: number, indent: string): readonly string[] {
  return [`${indent}subgraph ${id}["Branch ${position}"]`, ...linesOf(branch, id, `${indent}  `), `${indent}end`];
}

function shapeOf(box: DiagramBox): string {
  const label = `"${labelOf(box)}"`;
  switch (box.type) {
    case 'Choice':
      return `{${label}}`;
    case 'Succeed':
    case 'Fail':
      return `([${label}])`;
    case 'Wait':
      return `(${label})`;
    default:
      return `[${label}]`;
  }
}

/** The name, what it does, and how much was found there. */
function labelOf({ name, type, operation, findings }: DiagramBox): string {
  const found = findings.error + findings.warning + findings.note;
  const lines = [
    escape(shortName(name)),
    operation ?? (type === 'untyped' ? 'no type' : type),
    ...(found === 0 ? [] : [`⚠ ${count(found, 'finding')}`]),
  ];
  return lines.join('<br/>');
}

function classOf(box: DiagramBox): string {
  const severity = severityOf(box);
  if (severity !== undefined) return `:::${severity}`;
  return box.operation === undefined ? '' : ':::ai';
}

function severityOf({ findings }: DiagramBox): 'error' | 'warning' | 'note' | undefined {
  return (['error', 'warning', 'note'] as const).find((severity) => findings[severity] > 0);
}

function arrowLine({ from, to, kind, label = '' }: DiagramArrow): string {
  if (kind !== 'Catch') return `${from} --> ${to}`;
  const text = escape(clip(printable(label), MOST_COLUMNS).trim());
  return text === '' ? `${from} -.-> ${to}` : `${from} -. "${text}" .-> ${to}`;
}

/**
 * Mermaid's own character codes: a number sign, the code point, a semicolon. Its reader takes any line with the words
 * `direction LR` for a command, even inside a label.
 */
function escape(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replace(/(direction) /gi, '$1#32;');
}
