/**
 * What CDK itself makes of the sample apps: each is bundled, run with the real library, and its templates are read.
 * An app is a file that exports `app`, or stacks that are made with an app of their own.
 */
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';

const FOLDER = path.join(import.meta.dirname, 'apps');
const EXTERNAL = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'];

export interface SynthesisedMachine {
  readonly constructId: string;
  /** Undefined for a definition in a file of its own. */
  readonly definition: unknown;
}

export interface SampleApp {
  readonly name: string;
  /** The file to read first. */
  readonly entry: string;
  /** What it holds, where that is not what is stored. */
  readonly text?: string;
}

export function sampleApps(): readonly SampleApp[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /\.[cm]?[jt]s$/.test(entry.name))
    .flatMap((entry) => {
      if (entry.isFile())
        return [{ name: entry.name.replace(/\.[cm]?[jt]s$/, ''), entry: path.join(FOLDER, entry.name) }];
      return [{ name: entry.name, entry: path.join(FOLDER, entry.name, 'main.ts') }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All files of an app: those of its folder, or the one file. */
export function filesOf({ entry }: SampleApp): readonly string[] {
  if (path.basename(entry) !== 'main.ts') return [entry];
  return readdirSync(path.dirname(entry), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.[jt]s$/.test(file.name))
    .map((file) => path.join(file.parentPath, file.name));
}

/** The little of the library that is used here. */
interface Cdk {
  readonly App: new (props: object) => CdkApp;
  readonly Stack: { readonly prototype: object };
}
interface CdkApp {
  synth(): { readonly stacks: readonly { readonly template: Template }[] };
}
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}
interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, string>>;
}

export async function synthesise(app: SampleApp): Promise<readonly SynthesisedMachine[]> {
  const templates = await synthesiseTemplates(app);
  return templates.flatMap((template) => Object.values(template.Resources ?? {}).flatMap(machineOf));
}

export async function synthesiseTemplates(app: SampleApp): Promise<readonly Template[]> {
  const output = mkdtempSync(path.join(os.tmpdir(), 'cdk-apps-'));
  const warn = process.stderr.write.bind(process.stderr);
  // Deprecated options are wanted here, and CDK warns of each.
  process.stderr.write = () => true;
  try {
    return await templatesOf(app, output);
  } finally {
    process.stderr.write = warn;
    rmSync(output, { recursive: true, force: true });
  }
}

async function templatesOf(sample: SampleApp, output: string): Promise<readonly Template[]> {
  const { exported, cdk } = await load(sample);
  const given = exported.app as CdkApp | undefined;
  if (given !== undefined) return given.synth().stacks.map(({ template }) => template);
  const context = { ...contextOf(sample.entry), 'aws:cdk:enable-path-metadata': true };
  const app = new cdk.App({ analyticsReporting: false, outdir: output, context });
  addStacks(app, exported, cdk);
  return app.synth().stacks.map(({ template }) => template);
}

function addStacks(app: CdkApp, exported: Readonly<Record<string, unknown>>, cdk: Cdk): void {
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value !== 'function' || !(value.prototype instanceof (cdk.Stack as unknown as typeof Object))) continue;
    new (value as new (scope: CdkApp, id: string, props: object) => object)(app, name, {});
  }
}

/** Synthesises an app into a folder, as `cdk synth` does. */
export async function synthesiseInto(folder: string, app: SampleApp, context: object = {}): Promise<void> {
  const before = { CDK_OUTDIR: process.env.CDK_OUTDIR, CDK_CONTEXT_JSON: process.env.CDK_CONTEXT_JSON };
  process.env.CDK_OUTDIR = folder;
  const withPaths = { ...contextOf(app.entry), 'aws:cdk:enable-path-metadata': true, ...context };
  process.env.CDK_CONTEXT_JSON = JSON.stringify(withPaths);
  try {
    const { exported, cdk } = await load(app);
    const given = (exported.app as CdkApp | undefined) ?? new cdk.App({ analyticsReporting: false });
    if (exported.app === undefined) addStacks(given, exported, cdk);
    given.synth();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

/** As the command of CDK hands it on. */
function contextOf(entry: string): object {
  const file = path.join(path.dirname(entry), 'cdk.json');
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly context?: object }).context ?? {};
}

function inputOf({ entry, text }: SampleApp): Pick<BuildOptions, 'stdin' | 'entryPoints'> {
  if (text === undefined) return { entryPoints: [entry] };
  const loader = entry.endsWith('.js') ? 'js' : 'ts';
  return { stdin: { contents: text, resolveDir: path.dirname(entry), sourcefile: path.basename(entry), loader } };
}

/** A bundle is one file, and its parts would have the folder of the entry. */
function ownFolder(entry: string): Plugin {
  return {
    name: 'own-folder',
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.[jt]s$/ }, ({ path: file }) => {
        const text = readFileSync(file, 'utf8');
        const loader = file.endsWith('.js') ? 'js' : 'ts';
        if (file === entry || !text.includes('__dirname')) return { contents: text, loader };
        return { contents: `const __dirname = ${JSON.stringify(path.dirname(file))};\n${text}`, loader };
      });
    },
  };
}

async function load(app: SampleApp): Promise<{ exported: Record<string, unknown>; cdk: Cdk }> {
  const { entry } = app;
  const { outputFiles } = await build({
    ...inputOf(app),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: EXTERNAL,
    plugins: [ownFolder(entry)],
    logLevel: 'silent',
    alias: {
      '@aws-cdk/core': 'aws-cdk-lib',
      '@aws-cdk/aws-stepfunctions': 'aws-cdk-lib/aws-stepfunctions',
      '@aws-cdk/aws-stepfunctions-tasks': 'aws-cdk-lib/aws-stepfunctions-tasks',
    },
  });
  const require = createRequire(entry);
  const module = { exports: {} as Record<string, unknown> };
  const code = (outputFiles[0]?.text ?? '').replace(/^#!.*/, '');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('require', 'module', 'exports', '__dirname', code)(require, module, module.exports, path.dirname(entry));
  return { exported: module.exports, cdk: require('aws-cdk-lib') as Cdk };
}

function machineOf({ Type, Properties, Metadata }: TemplateResource): readonly SynthesisedMachine[] {
  if (Type !== 'AWS::StepFunctions::StateMachine' || Properties === undefined) return [];
  const constructPath = (Metadata?.['aws:cdk:path'] ?? '').split('/');
  const last = constructPath.at(-1);
  const constructId = (last === 'Resource' ? constructPath.at(-2) : last) ?? '';
  const text = Properties.DefinitionString;
  const table = Properties.DefinitionSubstitutions ?? {};
  const definition =
    text === undefined ? Properties.Definition : (JSON.parse(substituted(plainText(text), table)) as unknown);
  return [{ constructId, definition }];
}

/** As the deployment puts values in place of their names. */
function substituted(text: string, table: object): string {
  return text.replace(/\$\{(\w+)\}/g, (hole, name: string) => {
    const value = (table as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? hole : plainText(value);
  });
}

/** Values that only a deployment knows, as `${…}`. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', '']] = Object.entries(value) as [string, unknown][];
  if (name === 'Fn::Join' && Array.isArray(argument))
    return (argument[1] as readonly unknown[]).map(plainText).join('');
  return `\${${name}}`;
}
