/**
 * Starts a rule: `npm run new-rule -- <category>/<rule-id>` writes a rule file that works, one fixture with the
 * defect and one without, and everything that is generated. It never overwrites a file.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main as generate } from './gen.ts';
import { RULE_ID, checkedMetas, loadRules } from './rule-files.ts';

const USAGE = 'Usage: npm run new-rule -- <category>/<rule-id>';
const CATEGORY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LAST_LINE = 220;

/** An id says what is wrong, so that "disable <id>" reads well; these words begin a demand instead. */
const DEMANDS =
  /^(add|always|avoid|check|disallow|enforce|ensure|forbid|must|never|no|prefer|require|should|use|validate)-/;
const LEVELS = /(^|-)(warn|warning|note|rule|\d+)$/;

export async function main(args: readonly string[], root: string): Promise<number> {
  const [category = '', id = '', ...rest] = args.length === 1 ? (args[0] ?? '').split('/') : [];
  const refusal = rest.length > 0 || id === '' ? USAGE : (refusalOf(category, id) ?? (await clashOf(id, root)));
  if (refusal !== undefined) {
    console.error(refusal);
    return 2;
  }
  const files = scaffold(category, id, versionOf(root));
  for (const [file, text] of files) write(path.join(root, file), text);
  const code = await generate([], root);
  if (code === 0) console.log(nextSteps(id, files));
  return code;
}

function refusalOf(category: string, id: string): string | undefined {
  if (!CATEGORY.test(category)) return `The category '${category}' is not in kebab-case.`;
  if (!RULE_ID.test(id)) return `The id '${id}' is not two or more words in kebab-case.`;
  const demand = DEMANDS.exec(id)?.[1];
  if (demand !== undefined)
    return `The id '${id}' demands ('${demand}'); name the defect: 'missing-…', 'unknown-…', 'dead-…'.`;
  if (LEVELS.test(id)) return `The id '${id}' ends in a level or number; name the defect and nothing else.`;
  return undefined;
}

/** An id is used once, in any category, and fixtures may be there before the rule. */
async function clashOf(id: string, root: string): Promise<string | undefined> {
  const taken = checkedMetas(await loadRules(root)).find((meta) => meta.id === id);
  return taken === undefined ? undefined : `The rule '${id}' exists already, in category '${taken.category}'.`;
}

function versionOf(root: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

function scaffold(category: string, id: string, version: string): ReadonlyMap<string, string> {
  return new Map([
    [`src/rules/${category}/${id}.ts`, ruleText(category, id, version)],
    [`test/fixtures/${id}/invalid/doc.asl.json`, definitionText('the defect')],
    [`test/fixtures/${id}/valid/doc.asl.json`, definitionText('no defect')],
  ]);
}

function ruleText(category: string, id: string, version: string): string {
  return `/** Say in a line what this rule looks for, and what it cannot see. */
import type { State } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: '${id}',
    category: '${category}',
    summary: 'Say the defect in one sentence.',
    why: 'Say what it breaks or costs, when the definition is deployed or when it runs.',
    remedy: 'Say how to mend it.',
    severity: 'warning',
    preset: 'recommended',
    since: '${version}',
    fix: 'none',
    messages: {
      defect: {
        text: 'State "{state}" has the defect; say what that does.',
        help: 'Say what to write instead.',
      },
    },
    references: ['Name the page of the language or the service that this rests on.'],
  },
  {
    state(state, context) {
      if (!hasDefect(state)) return;
      context.report({
        at: { key: state.key },
        message: 'defect',
        data: { state: state.name },
      });
    },
  },
);

/** True only when it is certain: a value that is not known is no defect. */
function hasDefect(state: State): boolean {
  const comment = state.node.get('Comment');
  return comment?.kind === 'string' && comment.value === 'the defect';
}
`;
}

function definitionText(comment: string): string {
  const states = { 'Load order': { Type: 'Pass', Comment: comment, End: true } };
  return `${JSON.stringify({ StartAt: 'Load order', States: states }, null, 2)}\n`;
}

function write(file: string, text: string): void {
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function nextSteps(id: string, files: ReadonlyMap<string, string>): string {
  return [
    'Written:',
    ...[...files.keys()].map((file) => `  ${file}`),
    'Next:',
    `  1. Fixtures first, in JSONPath and in JSONata: test/fixtures/${id}/{invalid,valid}/`,
    `     The page of the rule shows those named doc.*`,
    `  2. The check and the texts of the rule file (at most ${LAST_LINE} lines)`,
    `  3. npm test -- -t ${id}`,
    `  4. npm run gen, then read docs/rules/${id}.md`,
  ].join('\n');
}
