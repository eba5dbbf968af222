/**
 * The ways in which one definition can be written: on its own in JSON or YAML, as an object of a template, in a file
 * that a template names, or as text under each kind of scalar, `Fn::Sub` and `Fn::Join`. Every host says where each
 * part of the definition stands in it, by the rules of this test alone.
 */
import {
  EncodedText,
  encodeAgain,
  foldedLines,
  jsonString,
  literalLines,
  placeOf,
  scriptString,
  subText,
  verbatim,
  yamlDoubleQuoted,
  yamlSingleQuoted,
} from './encoding.ts';
import type { Encoded, Encoder, Span } from './encoding.ts';
import { writeJson } from './json-writer.ts';
import type { JsonLayout } from './json-writer.ts';
import type { Random } from './random.ts';
import type { FileTable } from '../support/memory-files.ts';
import { locate } from './written.ts';
import { childPointer, isObject } from '../support/json-value.ts';
import type { JsonValue } from '../support/json-value.ts';
import type { MarkedPart, MarkedSpan, Written } from './written.ts';
import { writeYaml } from './yaml-writer.ts';

export interface Rehosted {
  readonly files: FileTable;
  /** The file that holds the definition. */
  readonly file: string;
  /** What is deployed, where that file alone does not say. */
  readonly deployed?: string;
  /** Where a part of the definition stands in that file. */
  locate(part: MarkedPart): MarkedSpan;
}

export interface Host {
  readonly name: string;
  write(definition: JsonValue, random: Random): Rehosted;
}

/** A definition written as it is between other text of a file. */
function hosted(file: string, before: string, written: Written, after: string, others: FileTable = {}): Rehosted {
  return {
    files: { ...others, [file]: before + written.text + after },
    file,
    locate: (part) => shifted(locate(written, part), before.length),
  };
}

function shifted(span: MarkedSpan, by: number): MarkedSpan {
  return { ...span, start: span.start + by, end: span.end + by };
}

/** A definition as text that some encoding wrote into a file. */
function hostedText(file: string, before: string, inner: Written, encoded: Encoded, after: string): Rehosted {
  return {
    files: { [file]: before + encoded.text + after },
    file,
    locate: (part) => shifted({ ...placeOf(encoded, locate(inner, part)), isBlock: false }, before.length),
  };
}

const INDENT = 8;
const INDENTATION = ' '.repeat(INDENT);

const SAM_HEAD = `Transform: AWS::Serverless-2016-10-31
Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: rehosted
`;

const CFN_HEAD = `Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::111122223333:role/machine
`;

const CFN_TAIL = `      StateMachineName: rehosted
Outputs:
  Arn:
    Value: !Ref Machine
`;

const JSON_HEAD =
  '{"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "role", ';
const JSON_TAIL = '}}}}\n';

const SPACED: JsonLayout = { style: 'compact' };
const INDENTED: JsonLayout = { style: 'indented' };

function yamlFile(definition: JsonValue, random: Random, style: 'block' | 'flow'): Written {
  return writeYaml(definition, random, { style, column: 0 });
}

const ALONE: readonly Host[] = [
  {
    name: 'ASL in YAML blocks',
    write: (definition, random) => hosted('machine.asl.yaml', '', yamlFile(definition, random, 'block'), '\n'),
  },
  {
    name: 'ASL in YAML flow style',
    write: (definition, random) =>
      hosted('machine.asl.yml', '# ASL\n---\n', yamlFile(definition, random, 'flow'), '\n...\n'),
  },
  {
    name: 'JSON with comments, CRLF and a byte order mark',
    write(definition, random) {
      const written = writeJson(definition, random, { style: 'commented', newline: '\r\n' });
      return hosted('machine.asl.jsonc', '\uFEFF// {\r\n', written, ' // end\r\n');
    },
  },
  {
    name: 'JSON on one line',
    write: (definition, random) => hosted('machine.asl.json', '', writeJson(definition, random, SPACED), ''),
  },
];

const IN_TEMPLATES: readonly Host[] = [
  {
    name: 'SAM Definition in YAML blocks',
    write(definition, random) {
      const before = `${SAM_HEAD}      Definition:\n${INDENTATION}`;
      const written = writeYaml(definition, random, { style: 'block', column: INDENT });
      return hosted('template.yaml', before, written, '\n      Type: STANDARD\n');
    },
  },
  {
    name: 'SAM Definition in YAML flow style',
    write(definition, random) {
      const written = writeYaml(definition, random, { style: 'flow', column: INDENT });
      return hosted('template.yaml', `${SAM_HEAD}      Definition: `, written, '\n');
    },
  },
  {
    name: 'SAM DefinitionUri to JSON',
    write(definition, random) {
      const template = `${SAM_HEAD}      DefinitionUri: statemachine/machine.asl.json\n`;
      const written = writeJson(definition, random, INDENTED);
      return hosted('statemachine/machine.asl.json', '', written, '\n', { 'template.yaml': template });
    },
  },
  {
    name: 'SAM DefinitionUri to YAML',
    write(definition, random) {
      const template = `${SAM_HEAD}      DefinitionUri: ../workflow.yaml\n`;
      const written = yamlFile(definition, random, 'block');
      return hosted('workflow.yaml', '', written, '\n', { 'infra/template.yml': template });
    },
  },
  {
    name: 'CloudFormation Definition in YAML',
    write(definition, random) {
      const before = `${CFN_HEAD}      Definition:\n${INDENTATION}`;
      return hosted('template.yaml', before, writeYaml(definition, random, { style: 'block', column: INDENT }), '\n');
    },
  },
  {
    name: 'CloudFormation Definition in JSON',
    write: (definition, random) =>
      hosted('template.json', `${JSON_HEAD}"Definition": `, writeJson(definition, random, INDENTED), JSON_TAIL),
  },
  {
    name: 'Fn::ToJsonString in YAML',
    write(definition, random) {
      const before = `${CFN_HEAD}      DefinitionString:\n        Fn::ToJsonString:\n          `;
      const written = writeYaml(definition, random, { style: 'block', column: INDENT + 2 });
      return hosted('template.yaml', before, written, '\n');
    },
  },
];

/** A scalar of a YAML template that holds the whole text. */
interface ScalarStyle {
  readonly name: string;
  readonly layout: JsonLayout;
  encode(random: Random): Encoder;
}

function blockOf(header: string, lines: Encoder): Encoder {
  return (text) => {
    const { text: body, starts, ends } = lines(text);
    const shift = header.length;
    return {
      text: header + body,
      starts: starts.map((start) => start + shift),
      ends: ends.map((end) => end + shift),
    };
  };
}

const SCALARS: readonly ScalarStyle[] = [
  {
    name: 'a literal block',
    layout: INDENTED,
    encode: (random) => blockOf(random.pick(['|', '|-', '|+', '|2']), (text) => literalLines(text, INDENTATION)),
  },
  {
    name: 'a folded block of one line',
    layout: SPACED,
    encode: (random) => blockOf(random.pick(['>', '>-']), (text) => foldedLines(text, INDENTATION, random)),
  },
  {
    name: 'a folded block of indented lines',
    layout: INDENTED,
    encode: (random) => blockOf('>-', (text) => foldedLines(text, INDENTATION, random, true)),
  },
  {
    name: 'double quotes',
    layout: INDENTED,
    encode: (random) => (text) => yamlDoubleQuoted(text, random, random.pick([undefined, INDENTATION])),
  },
  {
    name: 'single quotes',
    layout: INDENTED,
    encode: (random) => (text) => yamlSingleQuoted(text, random, INDENTATION),
  },
];

/** How the property says what becomes of the scalar. */
interface Wrapping {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly isSub: boolean;
}

const PROPERTY = '      DefinitionString:';

const WRAPPINGS: readonly Wrapping[] = [
  { name: '', before: `${PROPERTY} `, after: '\n', isSub: false },
  { name: ' with !Sub', before: `${PROPERTY} !Sub `, after: '\n', isSub: true },
  { name: ' with Fn::Sub', before: `${PROPERTY}\n        Fn::Sub: `, after: '\n', isSub: true },
  {
    name: ' with !Sub and variables',
    before: `${PROPERTY} !Sub\n        - `,
    after: '\n        - Stage: prod\n          Table: !GetAtt Table.Arn\n',
    isSub: true,
  },
];

function inScalar(style: ScalarStyle, wrapping: Wrapping, newline = '\n'): Host['write'] {
  return (definition, random) => {
    const inner = writeJson(definition, random, style.layout);
    const text = wrapping.isSub ? subText(inner.text) : verbatim(inner.text);
    // Content of a list item or of a deeper key needs more indentation than that of the property.
    const encoded = deeper(encodeAgain(text, style.encode(random)), wrapping);
    const before = CFN_HEAD + wrapping.before;
    const host = hostedText('template.yaml', before, inner, encoded, wrapping.after + CFN_TAIL);
    return newline === '\n' ? host : withNewlines(host, newline);
  };
}

/** Two more spaces before every line after the first, where the wrapping puts the scalar that much deeper. */
function deeper(encoded: Encoded, { before }: Wrapping): Encoded {
  if (!before.includes('\n')) return encoded;
  const indented = new EncodedText();
  for (const unit of encoded.text.split('')) {
    indented.write(unit);
    if (unit === '\n') indented.filler('  ');
  }
  return {
    text: indented.text,
    starts: encoded.starts.map((start) => indented.starts[start] ?? indented.text.length),
    ends: encoded.ends.map((end) => indented.ends[end - 1] ?? 0),
  };
}

/** The same host with other line ends. */
function withNewlines(host: Rehosted, newline: string): Rehosted {
  const text = String(host.files[host.file]);
  const lineEndsBefore = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const moved = (offset: number): number => offset + lineEndsBefore(offset) * (newline.length - 1);
  return {
    ...host,
    files: { ...host.files, [host.file]: text.replaceAll('\n', newline) },
    locate(part) {
      const { start, end, isBlock } = host.locate(part);
      return { start: moved(start), end: moved(end), isBlock };
    },
  };
}

const AS_TEXT: readonly Host[] = SCALARS.flatMap((style) =>
  WRAPPINGS.map((wrapping) => ({
    name: `DefinitionString in ${style.name}${wrapping.name}`,
    write: inScalar(style, wrapping),
  })),
);

const WITH_CRLF: readonly Host[] = SCALARS.map((style) => ({
  name: `DefinitionString in ${style.name} with !Sub and CRLF`,
  write: inScalar(style, WRAPPINGS[1] ?? raise('no wrapping'), '\r\n'),
}));

/** Texts put together from several places of a file. */
class Assembly {
  text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  filler(text: string): void {
    this.text += text;
  }

  /** Writes the inner text from `from` on. */
  write(from: number, encoded: Encoded): void {
    const shift = this.text.length;
    this.text += encoded.text;
    for (const [i, start] of encoded.starts.entries()) {
      this.#starts[from + i] = start + shift;
      this.#ends[from + i] = (encoded.ends[i] ?? 0) + shift;
    }
  }

  encoded(): Encoded {
    return { text: this.text, starts: this.#starts, ends: this.#ends };
  }
}

const ARN = 'arn:aws:states:::';

/** Cuts at random places, and around the partition of each integration, which CDK writes as a reference. */
function cuts(text: string, random: Random): readonly Span[] {
  const places = new Set([0, text.length]);
  for (let i = 0; i < 12; i++) {
    const place = random.below(text.length);
    if (!/[\uDC00-\uDFFF]/.test(text[place] ?? '')) places.add(place);
  }
  for (let at = text.indexOf(ARN); at >= 0; at = text.indexOf(ARN, at + 1)) {
    for (const place of places) if (place > at + 4 && place < at + 7) places.delete(place);
    places.add(at + 4).add(at + 7);
  }
  const sorted = [...places].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => ({ start: sorted[i] ?? 0, end }));
}

function isPartition(text: string, { start, end }: Span): boolean {
  return end - start === 3 && text.slice(start - 4).startsWith(ARN);
}

interface JoinStyle {
  readonly file: string;
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly partition: string;
  encode(random: Random): Encoder;
}

const CDK_JOIN: JoinStyle = {
  file: 'Stack.template.json',
  before: `${JSON_HEAD}"DefinitionString": {"Fn::Join": ["", [`,
  between: ', ',
  after: `]]}${JSON_TAIL}`,
  partition: '{"Ref": "AWS::Partition"}',
  encode: (random) => (text) => jsonString(text, random),
};

const YAML_JOIN: JoinStyle = {
  file: 'template.yaml',
  before: `${CFN_HEAD}${PROPERTY} !Join\n        - ''\n        - - `,
  between: '\n          - ',
  after: `\n${CFN_TAIL}`,
  partition: '!Ref AWS::Partition',
  encode: (random) => (text) => yamlDoubleQuoted(text, random),
};

function joined(style: JoinStyle): Host['write'] {
  return (definition, random) => {
    const inner = writeJson(definition, random, SPACED);
    const assembly = new Assembly();
    assembly.filler(style.before);
    for (const [i, cut] of cuts(inner.text, random).entries()) {
      if (i > 0) assembly.filler(style.between);
      const piece = inner.text.slice(cut.start, cut.end);
      if (isPartition(inner.text, cut)) assembly.filler(style.partition);
      else assembly.write(cut.start, style.encode(random)(piece));
    }
    assembly.filler(style.after);
    return hostedText(style.file, '', inner, assembly.encoded(), '');
  };
}

/** Some values of the definition, none inside another, to stand in variables of `Fn::Sub`. */
function movedValues(inner: Written, random: Random): readonly Span[] {
  const moved: Span[] = [];
  const spans = [...inner.places].filter(([pointer]) => pointer !== '').map(([, place]) => place.value);
  for (let i = 0; i < 4 && spans.length > 0; i++) {
    const span = spans[random.below(spans.length)] ?? raise('no value');
    if (moved.every((other) => other.end <= span.start || span.end <= other.start)) moved.push(span);
  }
  return moved.sort((a, b) => a.start - b.start);
}

/** `Fn::Sub` with variables that hold parts of the definition, in a JSON template. */
function withVariables(definition: JsonValue, random: Random): Rehosted {
  const inner = writeJson(definition, random, SPACED);
  const moved = movedValues(inner, random);
  const assembly = new Assembly();
  assembly.filler(`${JSON_HEAD}"DefinitionString": {"Fn::Sub": ["`);
  let from = 0;
  for (const [i, { start, end }] of [...moved, { start: inner.text.length, end: inner.text.length }].entries()) {
    assembly.write(from, unquoted(encodeAgain(subText(inner.text.slice(from, start)), json(random))));
    if (i < moved.length) assembly.filler(`\${Part${i}}`);
    from = end;
  }
  assembly.filler('", {"Unused": "x"');
  for (const [i, { start, end }] of moved.entries()) {
    assembly.filler(`, "Part${i}": `);
    assembly.write(start, json(random)(inner.text.slice(start, end)));
  }
  assembly.filler(`}]}${JSON_TAIL}`);
  return hostedText('template.json', '', inner, assembly.encoded(), '');
}

function json(random: Random): Encoder {
  return (text) => jsonString(text, random);
}

function unquoted({ text, starts, ends }: Encoded): Encoded {
  return { text: text.slice(1, -1), starts: starts.map((start) => start - 1), ends: ends.map((end) => end - 1) };
}

function jsonText(before: string, after: string, isSub: boolean): Host['write'] {
  return (definition, random) => {
    const inner = writeJson(definition, random, random.pick([SPACED, INDENTED]));
    const text = isSub ? subText(inner.text) : verbatim(inner.text);
    const encoded = encodeAgain(text, json(random));
    return hostedText('template.json', `${JSON_HEAD}"DefinitionString": ${before}`, inner, encoded, after + JSON_TAIL);
  };
}

/** Members that templates often fill in; none of them holds a prompt. */
const FILLED_IN: readonly string[] = [
  'ErrorEquals',
  'HarnessArn',
  'MaxAttempts',
  'MaxConcurrency',
  'ModelId',
  'Next',
  'QueryLanguage',
  'Resource',
  'StartAt',
  'TimeoutSeconds',
  'ToleratedFailurePercentage',
];

/** Some of the values that a template may fill in, by pointer. */
function filledIn(value: JsonValue, pointer: string, random: Random): readonly (readonly [string, string | number])[] {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.flatMap((item, i) => filledIn(item, childPointer(pointer, i), random));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, member]) => filledIn(member, childPointer(pointer, name), random));
  }
  const isFilledIn = pointer.split('/').some((name) => FILLED_IN.includes(name)) && random.chance(0.5);
  const isText = typeof value === 'string' && !/["\\\r\n]|\$\{/.test(value);
  return isFilledIn && (isText || typeof value === 'number') ? [[pointer, value]] : [];
}

/** A definition file with placeholders whose values stand in the template. */
function withSubstitutions(definition: JsonValue, random: Random): Rehosted {
  const values = filledIn(definition, '', random);
  const names = values.map((_, i) => `\${Value${i}}`);
  const instead = new Map(values.map(([pointer], i) => [pointer, names[i] ?? '']));
  const written = writeJson(definition, random, { style: 'indented', instead });
  const table = values.map(([, value], i) => `        Value${i}: ${JSON.stringify(value)}\n`).join('');
  const substitutions = values.length === 0 ? '' : `      DefinitionSubstitutions:\n${table}`;
  const template = `${SAM_HEAD}      DefinitionUri: machine.asl.json\n${substitutions}`;
  const deployed = values.reduce(
    (text, [, value], i) => text.replace(names[i] ?? '', () => String(value)),
    written.text,
  );
  return { ...hosted('machine.asl.json', '', written, '', { 'template.yaml': template }), deployed };
}

function raise(message: string): never {
  throw new TypeError(message);
}

const PUT_TOGETHER: readonly Host[] = [
  { name: 'DefinitionString as a JSON string', write: jsonText('', '', false) },
  { name: 'DefinitionString as a JSON string with Fn::Sub', write: jsonText('{"Fn::Sub": ', '}', true) },
  { name: 'Fn::Sub with parts in variables', write: withVariables },
  { name: 'Fn::Join as CDK writes it', write: joined(CDK_JOIN) },
  { name: 'Fn::Join in YAML', write: joined(YAML_JOIN) },
  { name: 'SAM DefinitionUri with substitutions', write: withSubstitutions },
];

const CDK_HEAD = `import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
const stack = new Stack(new App(), 'Stack');
new sfn.StateMachine(stack, 'rehosted', {
  definitionBody: sfn.DefinitionBody.fromString(`;
const CDK_TAIL = '),\n});\n';

const IN_CDK: readonly Host[] = [
  {
    name: 'CDK source, as an object',
    write(definition, random) {
      const written = writeJson(definition, random, INDENTED);
      const host = hosted('lib/stack.ts', `${CDK_HEAD}JSON.stringify(`, written, `)${CDK_TAIL}`);
      return { ...host, deployed: written.text };
    },
  },
  {
    name: 'CDK source, as a text',
    write(definition, random) {
      const written = writeJson(definition, random, SPACED);
      const host = hostedText('lib/stack.ts', CDK_HEAD, written, scriptString(written.text), CDK_TAIL);
      return { ...host, deployed: written.text };
    },
  },
];

export const HOSTS: readonly Host[] = [...ALONE, ...IN_TEMPLATES, ...AS_TEXT, ...WITH_CRLF, ...PUT_TOGETHER, ...IN_CDK];
