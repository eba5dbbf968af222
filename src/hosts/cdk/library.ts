/**
 * Names of what packages export. Whatever way it was imported, `aws-stepfunctions.Pass` is one name: from
 * `aws-cdk-lib/aws-stepfunctions`, `@aws-cdk/aws-stepfunctions`, or `aws_stepfunctions` of `aws-cdk-lib`.
 */
import type { Place } from '../../tree/node.ts';
import type { LibraryValue } from './values.ts';

const GLOBALS: ReadonlySet<string> = new Set([
  'Object',
  'JSON',
  'Math',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Date',
  'Map',
  'Set',
  'WeakMap',
  'Error',
  'Promise',
  'RegExp',
  'Symbol',
  'process',
  'console',
  'require',
  'Infinity',
  'NaN',
  '__dirname',
  '__filename',
  'module',
  'exports',
  'Buffer',
  'URL',
  'parseInt',
  'parseFloat',
  'structuredClone',
  'TypeError',
  'RangeError',
  'globalThis',
]);

export function globalValue(name: string, place: Place): LibraryValue | undefined {
  return GLOBALS.has(name) ? { kind: 'library', path: `global.${name}`, place } : undefined;
}

/** Node's own modules that a program may use while it is synthesised. */
const BUILT_IN: ReadonlySet<string> = new Set(['path', 'fs', 'os', 'crypto', 'url', 'util', 'child_process', 'module']);

/** What a package is called here. */
export function packagePath(specifier: string): string {
  const name = specifier.replace(/^node:/, '');
  if (BUILT_IN.has(name)) return name;
  if (specifier === 'aws-cdk-lib' || specifier === '@aws-cdk/core' || specifier === 'aws-cdk-lib/core') return 'cdk';
  if (specifier === 'constructs') return 'constructs';
  const part =
    /^(?:aws-cdk-lib|@aws-cdk)\/((?:aws-|cx-api|assertions|pipelines|custom-resources)[\w-]*?)(?:-alpha)?$/.exec(
      specifier,
    );
  return part?.[1] ?? `package:${specifier}`;
}

export function isOwnCode(specifier: string): boolean {
  return specifier.startsWith('./') || specifier.startsWith('../') || specifier === '.' || specifier === '..';
}

/** Whether the code behind a name is of CDK, of Node or of a package that only looks at constructs, and leaves the states of a program alone. */
export function isFollowed(path: string): boolean {
  return !path.startsWith('package:') || path.startsWith('package:cdk-nag.');
}

/** A member of what a package exports. */
export function libraryMember({ path, place: _ }: LibraryValue, name: string, place: Place): LibraryValue {
  if (path === 'cdk' && /^aws_|^custom_resources$|^cx_api$/.test(name))
    return { kind: 'library', path: name.replaceAll('_', '-'), place };
  if (name === 'default' && !path.includes('.')) return { kind: 'library', path, place };
  return { kind: 'library', path: renamed(`${path}.${name}`), place };
}

/** Names that older versions gave to the same things. */
function renamed(path: string): string {
  return path
    .replace(/^aws-stepfunctions\.Data\b/, 'aws-stepfunctions.JsonPath')
    .replace(/^aws-stepfunctions\.Context\b/, 'aws-stepfunctions.JsonPath')
    .replace(/^aws-stepfunctions\.(Chain|Condition|State|JsonPath|TaskInput)\.prototype\b/, 'aws-stepfunctions.$1');
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  REGION: 'AWS::Region',
  ACCOUNT_ID: 'AWS::AccountId',
  PARTITION: 'AWS::Partition',
  STACK_ID: 'AWS::StackId',
  STACK_NAME: 'AWS::StackName',
  URL_SUFFIX: 'AWS::URLSuffix',
};

/** `cdk.Aws.REGION`, and the member of a stack that stands for the same. */
export function pseudoParameter(path: string): string | undefined {
  const name = /^cdk\.(?:Aws|ScopedAws)\.(\w+)$/.exec(path)?.[1];
  return name === undefined ? undefined : PSEUDO_PARAMETERS[name];
}

const STACK_MEMBERS: Readonly<Record<string, string>> = {
  region: 'AWS::Region',
  account: 'AWS::AccountId',
  partition: 'AWS::Partition',
  stackId: 'AWS::StackId',
  stackName: 'AWS::StackName',
  urlSuffix: 'AWS::URLSuffix',
};

export function stackMember(name: string): string | undefined {
  return STACK_MEMBERS[name];
}
