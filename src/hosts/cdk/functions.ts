/**
 * Functions that a program makes: the resource that each becomes, as far as its options tell, and where its code is.
 * Read when someone asks, which is after the whole program has run: options are not all that counts.
 *
 * Limits: what is not in the tables here leaves the resource open. Code that is bundled by commands of the program's own
 * is not known. Recorded from CDK 2.276.
 */
import { arrayNode, booleanNode, objectNode, stringNode, unknownNode } from '../../tree/node.ts';
import type { Entry, Node, ObjectNode, Place, StringNode } from '../../tree/node.ts';
import { stackOf } from './construct-path.ts';
import { durationNode } from './durations.ts';
import { ScriptLayer } from './edit/script-layer.ts';
import type { Evaluator } from './evaluator.ts';
import type { FunctionChange } from './function-changes.ts';
import { addedNode, keyNode, unknownAt, valueNode } from './nodes.ts';
import type { ProgramCode, ProgramFunction } from './program-code.ts';
import { programFile } from './program-file.ts';
import type { ProgramFile } from './program-file.ts';
import { declareResource } from './resources.ts';
import { functionRole, roleReference } from './role.ts';
import { Props } from './state.ts';
import { knownText } from './values.ts';
import type { MadeValue, Value } from './values.ts';

/** A function of a program as a resource: its properties have the names that they have in a template. */
class FunctionResource implements ProgramFunction {
  readonly type = 'AWS::Lambda::Function';
  readonly key: StringNode;
  readonly #made: MadeValue;
  readonly #ev: Evaluator;
  #read: ReadFunction | undefined;

  constructor(made: MadeValue, key: StringNode, ev: Evaluator) {
    this.#made = made;
    this.#ev = ev;
    this.key = key;
  }

  get logicalId(): string {
    return this.key.value;
  }

  get properties(): ObjectNode {
    return this.#reading.properties;
  }

  get isOpen(): boolean {
    return this.#reading.isOpen;
  }

  get code(): ProgramCode {
    return this.#reading.code;
  }

  get stack(): object | undefined {
    return stackOf(this.#made.arguments[0]);
  }

  get #reading(): ReadFunction {
    this.#read ??= readFunction(this.#made, this.key, this.#ev);
    return this.#read;
  }
}

interface ReadFunction {
  readonly properties: ObjectNode;
  readonly isOpen: boolean;
  readonly code: ProgramCode;
}

type FunctionForm = 'plain' | 'node' | 'python';

const FORMS: Readonly<Record<string, FunctionForm>> = {
  'aws-lambda.Function': 'plain',
  'aws-lambda-nodejs.NodejsFunction': 'node',
  'aws-lambda-python.PythonFunction': 'python',
};

/** Notes that a program makes a function. */
export function declareFunction(made: MadeValue, ev: Evaluator): void {
  ev.functions.made(made, ev.level);
  const [, id] = made.arguments;
  const name = knownText(id);
  if (id?.kind !== 'text' || name === undefined) return;
  const key = stringNode(id.place, name, { kind: 'layer', layer: id.layer });
  declareResource(made, new FunctionResource(made, key, ev));
}

function readFunction(made: MadeValue, key: StringNode, ev: Evaluator): ReadFunction {
  const form = FORMS[made.path];
  const props = new Props(made.arguments[2]);
  const { place } = made;
  if (form === undefined) {
    const code = unknownCode('the program makes the function of no code in files', 'Only code in files is read.', key);
    return { properties: objectNode(place, [], undefined, true), isOpen: true, code };
  }
  const changes = ev.functions.of(made);
  const entries = [...optionEntries(props, form), ...environmentEntries(props, changes)];
  const role = functionRole(made, ev);
  if (role !== undefined) entries.push({ key: keyNode('Role', place), value: roleReference(role, place) });
  const isOpen = changes.isOpen || props.isOpen || props.names.some((name) => !isReadOption(name, props));
  return { properties: objectNode(place, entries, undefined, isOpen), isOpen, code: codeOf(props, form, made, key) };
}

// ---- options ------------------------------------------------------------------------------------------------------

type Render = (value: Value) => Node | undefined;

/** Options and the properties that they become. */
const PROPERTIES: Readonly<Record<string, readonly [property: string, render: Render]>> = {
  functionName: ['FunctionName', valueNode],
  timeout: ['Timeout', (value) => durationNode(value)],
  reservedConcurrentExecutions: ['ReservedConcurrentExecutions', valueNode],
  vpc: ['VpcConfig', somethingAt],
  filesystem: ['FileSystemConfigs', somethingAt],
  runtimeManagementMode: ['RuntimeManagementConfig', somethingAt],
  layers: ['Layers', layersNode],
  insightsVersion: ['Layers', () => undefined],
  adotInstrumentation: ['Layers', somethingAt],
};

/** Options that decide nothing of what the code does or of who may call what. */
const HARMLESS: ReadonlySet<string> = new Set([
  'allowAllOutbound',
  'allowAllIpv6Outbound',
  'allowPublicSubnet',
  'applicationLogLevel',
  'applicationLogLevelV2',
  'architecture',
  'awsSdkConnectionReuse',
  'codeSigningConfig',
  'currentVersionOptions',
  'deadLetterQueue',
  'deadLetterQueueEnabled',
  'deadLetterTopic',
  'depsLockFilePath',
  'description',
  'environmentEncryption',
  'ephemeralStorageSize',
  'events',
  'ipv6AllowedForDualStack',
  'logFormat',
  'logGroup',
  'loggingFormat',
  'logRemovalPolicy',
  'logRetention',
  'logRetentionRetryOptions',
  'logRetentionRole',
  'maxEventAge',
  'memorySize',
  'onFailure',
  'onSuccess',
  'paramsAndSecrets',
  'profiling',
  'profilingGroup',
  'projectRoot',
  'recursiveLoop',
  'retryAttempts',
  'securityGroups',
  'systemLogLevel',
  'systemLogLevelV2',
  'tracing',
  'vpcSubnets',
]);

/** Options that are read elsewhere than in the tables. */
const READ: ReadonlySet<string> = new Set([
  'bundling',
  'code',
  'entry',
  'environment',
  'handler',
  'index',
  'initialPolicy',
  'role',
  'runtime',
]);

function isReadOption(name: string, props: Props): boolean {
  return props.get(name) === undefined || HARMLESS.has(name) || READ.has(name) || Object.hasOwn(PROPERTIES, name);
}

function optionEntries(props: Props, form: FunctionForm): Entry[] {
  const entries: Entry[] = [];
  const add = (name: string, at: Place, node: Node | undefined): void => {
    if (node !== undefined) entries.push({ key: keyNode(name, at), value: node });
  };
  for (const [option, [property, render]] of Object.entries(PROPERTIES)) {
    const member = props.member(option);
    if (member !== undefined) add(property, member.key.place, render(member.value));
  }
  const runtime = props.member('runtime');
  const place = runtime?.key.place ?? props.place;
  if (runtime !== undefined) add('Runtime', runtime.key.place, runtimeNode(runtime.value));
  else if (form === 'node' && place !== undefined) add('Runtime', place, addedNode('nodejs20.x', place));
  const handler = handlerNode(props, form);
  if (handler !== undefined) add('Handler', handler, handler);
  return entries;
}

/** That there is one counts, not which. */
function somethingAt({ place }: Value): Node {
  return booleanNode(place, true);
}

/** Layers by their ARN, where they are imported by it. */
function layersNode(value: Value): Node {
  if (value.kind !== 'list' || value.isOpen) return somethingAt(value);
  return arrayNode(
    value.place,
    value.items.map((item) => {
      const isImported = item.kind === 'made' && item.path === 'aws-lambda.LayerVersion.fromLayerVersionArn';
      const arn = isImported ? item.arguments[2] : undefined;
      return (arn && valueNode(arn)) ?? unknownAt(item.place, 'a layer');
    }),
  );
}

/** `Runtime.PYTHON_3_12` */
function runtimeNode(value: Value): Node {
  const name = value.kind === 'library' ? /^aws-lambda\.Runtime\.([A-Z0-9_]+)$/.exec(value.path)?.[1] : undefined;
  const [, language, version] = /^(PYTHON|NODEJS)_?(.*)$/.exec(name ?? '') ?? [];
  if (language === undefined || version === undefined) return unknownAt(value.place, 'a runtime');
  const text = version === 'LATEST' ? '20.x' : version.replaceAll('_', '.').toLowerCase();
  return addedNode(`${language.toLowerCase()}${text}`, value.place);
}

const DEFAULT_NAME = 'handler';

/** As a template has it: `module.function`. */
function handlerNode(props: Props, form: FunctionForm): Node | undefined {
  const written = props.get('handler');
  const node = written === undefined ? undefined : valueNode(written);
  const { place } = props;
  if (form === 'plain' || place === undefined) return node;
  if (node !== undefined && node.kind !== 'string') return node;
  const name = node?.value ?? DEFAULT_NAME;
  const at = node ?? place;
  if (form === 'node') return addedNode(name.includes('.') ? name : `index.${name}`, at);
  const index = props.get('index');
  const file = index === undefined ? 'index.py' : knownText(index);
  return file === undefined ? unknownAt(at, 'a handler') : addedNode(`${file.replace(/\.py$/, '')}.${name}`, at);
}

function environmentEntries(props: Props, { environment, environmentIsOpen }: FunctionChange): readonly Entry[] {
  const given = props.member('environment');
  const node = given === undefined ? undefined : valueNode(given.value);
  const place = given?.value.place ?? props.place;
  if (place === undefined) return [];
  const isKnown = node === undefined || (node.kind === 'object' && !node.isOpen);
  const own = node?.kind === 'object' ? node.entries.map((entry) => presentIn(entry, place)) : [];
  let isOpen = environmentIsOpen || !isKnown;
  const added: Entry[] = [];
  for (const [key, value] of environment) {
    const name = knownText(key);
    const set = valueNode(value);
    if (name === undefined || set === undefined) isOpen = true;
    else added.push(presentIn({ key: keyNode(name, key.place), value: set }, place));
  }
  const variables = objectNode(place, [...own, ...added], undefined, isOpen);
  const inner = objectNode(place, [{ key: keyNode('Variables', place), value: variables }]);
  return [{ key: keyNode('Environment', given?.key.place ?? place), value: inner }];
}

/** Typed code must give a text for each variable. */
function presentIn({ key, value }: Entry, { layer }: Place): Entry {
  const isTyped = layer instanceof ScriptLayer && layer.isTyped;
  if (!isTyped || value.kind !== 'unknown' || !value.mayBeAbsent) return { key, value };
  const content = value.content();
  const text = content === undefined ? undefined : ({ kind: 'layer', layer: content } as const);
  return { key, value: unknownNode(value, value.why, { template: value.template, reference: value.reference, text }) };
}

// ---- code ---------------------------------------------------------------------------------------------------------

function unknownCode(why: string, unblock: string, place: Node): ProgramCode {
  return { kind: 'unknown', why, unblock, place };
}

function codeOf(props: Props, form: FunctionForm, made: MadeValue, key: StringNode): ProgramCode {
  switch (form) {
    case 'plain':
      return assetCode(props.get('code'), key);
    case 'node':
      return bundledEntry(props, made, key);
    case 'python': {
      const entry = props.get('entry');
      const folder = entry === undefined ? undefined : programFile(entry);
      return folder === undefined ? notInFiles(entry, key) : { kind: 'folder', folder };
    }
  }
}

function notInFiles(value: Value | undefined, key: StringNode): ProgramCode {
  const place = value === undefined ? key : unknownAt(value.place, 'the code of a function');
  return unknownCode(
    'where the code of the function is cannot be told here',
    'Name its folder or file by path.join(__dirname, …).',
    place,
  );
}

/** `Code.fromAsset`, `Code.fromInline`, and their older spellings. */
function assetCode(code: Value | undefined, key: StringNode): ProgramCode {
  if (code?.kind !== 'made') return notInFiles(code, key);
  const [first, options] = code.arguments;
  const place = unknownAt(code.place, 'the code of a function');
  switch (code.path) {
    case 'aws-lambda.Code.fromInline':
    case 'aws-lambda.Code.inline':
    case 'aws-lambda.InlineCode': {
      const node = first === undefined ? undefined : valueNode(first);
      return node === undefined ? notInFiles(code, key) : { kind: 'inline', node };
    }
    case 'aws-lambda.Code.fromAsset':
    case 'aws-lambda.Code.asset':
    case 'aws-lambda.AssetCode': {
      const given = new Props(options);
      if (given.isOpen || given.get('bundling') !== undefined)
        return unknownCode(
          'the code is bundled by commands of this program, so that what runs is not what is written',
          'Bundle it by PythonFunction or NodejsFunction.',
          place,
        );
      const folder = first === undefined ? undefined : programFile(first);
      return folder === undefined ? notInFiles(first ?? code, key) : { kind: 'folder', folder };
    }
    default:
      return unknownCode(
        'the code of the function is not in files of this project',
        'Only code in files is read.',
        place,
      );
  }
}

/** What bundling does to the text of an entry without a change of what it does. */
const HARMLESS_BUNDLING: ReadonlySet<string> = new Set([
  'bundleAwsSDK',
  'charset',
  'dockerImage',
  'esbuildVersion',
  'externalModules',
  'footer',
  'forceDockerBundling',
  'format',
  'keepNames',
  'logLevel',
  'mainFields',
  'metafile',
  'minify',
  'network',
  'nodeModules',
  'preCompilation',
  'sourceMap',
  'sourceMapMode',
  'sourcesContent',
  'target',
  'tsconfig',
]);

/** In the order of CDK. */
const EXTENSIONS = ['.ts', '.js', '.mjs', '.mts', '.cts', '.cjs'];

function bundledEntry(props: Props, { arguments: given }: MadeValue, key: StringNode): ProgramCode {
  const bundling = new Props(props.get('bundling'));
  if (
    bundling.isOpen ||
    props.get('code') !== undefined ||
    !bundling.names.every((name) => HARMLESS_BUNDLING.has(name))
  )
    return unknownCode(
      'options of bundling may change what the code does',
      'Leave only options of bundling that do not.',
      props.get('bundling') === undefined ? key : unknownAt(props.get('bundling')?.place ?? key, 'bundling'),
    );
  const entry = props.get('entry');
  if (entry !== undefined) {
    const file = programFile(entry);
    return file === undefined ? notInFiles(entry, key) : { kind: 'entry', entries: [file] };
  }
  const id = knownText(given[1]);
  const source = key.layer.toHost(key).file.path;
  const base = source.slice(source.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
  if (id === undefined) return notInFiles(undefined, key);
  const entries = EXTENSIONS.map((extension): ProgramFile => {
    const path = `./${base}.${id}${extension}`;
    return { kind: 'programFile', path, isFromSource: true, node: stringNode(key, path, { kind: 'elsewhere' }) };
  });
  return { kind: 'entry', entries };
}
