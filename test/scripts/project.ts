/** A small project in a temporary folder, for testing the scripts: what they read, and nothing else. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface TemporaryProject {
  readonly root: string;
  read(file: string): string;
  write(file: string, text: string): void;
  has(file: string): boolean;
  /** All files, sorted. */
  list(): readonly string[];
  remove(): void;
}

export function temporaryProject(): TemporaryProject {
  const root = mkdtempSync(path.join(tmpdir(), 'sfn-lint-scripts-'));
  const at = (file: string): string => path.join(root, file);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  mkdirSync(at('src/rules'), { recursive: true });
  cpSync(path.join(ROOT, 'src/rules/rule.ts'), at('src/rules/rule.ts'));
  write('package.json', '{ "version": "1.2.3" }\n');
  write('README.md', '# Project\n\n<!-- rules:begin -->\n<!-- rules:end -->\n\nEnd.\n');
  return {
    root,
    write,
    read: (file) => readFileSync(at(file), 'utf8'),
    has: (file) => existsSync(at(file)),
    list: () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .sort(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The text of a rule file; `changes` are written over its facts, as source. */
export function ruleSource(category: string, id: string, changes: Readonly<Record<string, string>> = {}): string {
  const facts: Readonly<Record<string, string>> = {
    id: `'${id}'`,
    category: `'${category}'`,
    summary: "'A state is wrong.'",
    why: "'It fails.'",
    remedy: "'Mend it.'",
    severity: "'error'",
    preset: "'recommended'",
    since: "'0.1.0'",
    fix: "'none'",
    messages: "{ wrong: { text: '{state} is wrong.' } }",
    references: "['ASL specification']",
    ...changes,
  };
  const lines = Object.entries(facts).map(([name, value]) => `  ${name}: ${value},`);
  return `import { defineRule } from '../rule.ts';\n\nexport default defineRule({\n${lines.join('\n')}\n}, {});\n`;
}
