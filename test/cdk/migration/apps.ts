/**
 * Sample apps whose tasks run functions around a model call: each is a folder with the program and the code of its
 * functions, put into a place of its own to be synthesised as `cdk synth` does, with its assets.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FileTable } from '../../support/memory-files.ts';
import { synthesiseInto } from '../synthesise.ts';

export interface App {
  readonly name: string;
  /** By their path in the folder of the app. */
  readonly files: FileTable;
}

const NO_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

/** What apps use that is no part of them. */
const PACKAGES = path.join(import.meta.dirname, 'packages');

const MODULES = path.join(import.meta.dirname, '../../../node_modules');

export function appsIn(folder: string): readonly App[] {
  const root = path.join(import.meta.dirname, folder);
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, files: filesWithin(path.join(root, name)) }));
}

function filesWithin(root: string): FileTable {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = found.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(root, name))]));
}

export function textOf(files: FileTable, name: string): string {
  const content = files[name];
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

const entryOf = ({ files }: App): string => ('main.ts' in files ? 'main.ts' : 'main.js');

/** The files of the program: what is neither code of a function nor data. */
export function programOf({ files }: App): readonly string[] {
  return Object.keys(files).filter((name) => /^(?:main|lib\/.*)\.[jt]s$/.test(name));
}

/** A place on disk for apps, one folder each. */
export class Workshop {
  readonly root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cdk-migration-')));

  constructor() {
    symlinkSync(MODULES, path.join(this.root, 'node_modules'));
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Writes an app, and gives its folder. */
  place(app: App, under: string): string {
    const folder = path.join(this.root, under, app.name);
    for (const [name, content] of Object.entries(app.files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const packages = path.join(this.root, under, 'packages');
    if (!existsSync(packages)) cpSync(PACKAGES, packages, { recursive: true });
    return folder;
  }

  /** What CDK makes of an app: templates and assets, by their path in `cdk.out`. */
  async synthesise(app: App, under: string): Promise<FileTable> {
    const folder = this.place(app, under);
    const output = path.join(folder, 'cdk.out');
    const entry = path.join(folder, entryOf(app));
    await inFolder(folder, () => synthesiseInto(output, { name: app.name, entry }, NO_BUNDLING));
    return withCode(app, filesWithin(output));
  }
}

/** CDK looks for paths of code from where it is run. */
async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  const warn = process.stderr.write.bind(process.stderr);
  process.chdir(folder);
  // CDK warns of options that are old.
  process.stderr.write = () => true;
  try {
    await work();
  } finally {
    process.stderr.write = warn;
    process.chdir(before);
  }
}

/**
 * Code that CDK would bundle, by the beginning of the name of its function. Bundling is left out: it takes long, and what
 * it makes is no longer the code that people wrote. What is written goes into the asset as it is.
 */
const BUNDLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'answers-bundled': { AnswerFunction: 'handlers/answer.ts' },
  'bundling-define': { AnswerFunction: 'handlers/answer.ts' },
  'quiz-bundled': { MakeQuestion: 'src/make-question.js', JudgeAnswer: 'src/judge-answer.ts' },
};

interface FunctionResource {
  readonly Type: string;
  readonly Properties: { readonly Code: { S3Key?: string } };
}

function withCode({ name, files }: App, output: FileTable): FileTable {
  const entries = Object.entries(BUNDLED[name] ?? {});
  if (entries.length === 0) return output;
  const made: Record<string, string | Uint8Array> = { ...output };
  for (const file of templatesIn(output)) {
    const template = JSON.parse(textOf(output, file)) as { Resources: Record<string, FunctionResource> };
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      const [, code] = entries.find(([start]) => Type === 'AWS::Lambda::Function' && id.startsWith(start)) ?? [];
      if (code === undefined) continue;
      Properties.Code.S3Key = `${id}.zip`;
      made[`asset.${id}/index${path.extname(code)}`] = textOf(files, code);
    }
    made[file] = JSON.stringify(template);
  }
  return made;
}

export function templatesIn(output: FileTable): readonly string[] {
  return Object.keys(output).filter((name) => name.endsWith('.template.json'));
}
