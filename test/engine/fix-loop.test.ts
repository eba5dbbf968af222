/** What becomes of many fixes in one file: made together where that is right, one after the other where they touch. */
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/engine/fixes/fix-loop.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { edit } from '../../src/fixers/fix.ts';
import { loadProject } from '../../src/project/load.ts';
import { defineRule } from '../../src/rules/rule.ts';
import type { RuleListeners, RuleModule } from '../../src/rules/rule.ts';
import { MemoryFiles } from '../hosts/memory-files.ts';
import { SERVICES } from '../support/services.ts';

function rule(id: string, listeners: RuleListeners): RuleModule {
  return defineRule(
    {
      id,
      category: 'test',
      summary: 'A test.',
      why: 'It is a test.',
      remedy: 'None.',
      severity: 'warning',
      preset: 'recommended',
      since: '0.1.0',
      fix: 'safe',
      messages: { found: { text: 'State "{state}" was seen.' } },
      references: [],
    },
    listeners,
  );
}

async function fixed(rules: readonly RuleModule[], name: string, text: string): Promise<string> {
  const files = new MemoryFiles({ [name]: text });
  const selection = selectRules(rules, { preset: 'recommended', only: [], skip: [], levels: new Map() });
  const run = await applyFixes(
    (edited, only) => {
      const inputs = only?.map((path) => ({ path: edited.locate(path), named: true })) ?? files.inputs(true);
      return lint(loadProject(inputs, edited, { perDeclaration: false }), selection, SERVICES);
    },
    files,
    { safeties: ['safe'], rules: undefined },
  );
  return run.files[0]?.after ?? text;
}

const removesItems = rule('removes-items', {
  state(state, context) {
    const list = state.node.get('Tags');
    if (list?.kind !== 'array') return;
    for (const item of list.items) {
      const fix = { title: 'Remove it', safety: 'safe', edits: [edit.removeItem(list, item)] } as const;
      context.report({ at: item, message: 'found', data: { state: state.name }, fix });
    }
  },
});

describe('fixes in one file', () => {
  it('empty a list in two steps when both items must not go at once', async () => {
    const before =
      'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Tags:\n      - a\n      # about b\n      - b\n    End: true\n';
    const after = await fixed([removesItems], 'a.asl.yaml', before);
    expect(after).toBe(before.replace(/ {6}- a\n/, '').replace('- b', '[]'));
  });

  it('go in one after the other at one place, however many they are', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `F${String(i).padStart(2, '0')}`);
    const rules = names.map((name) =>
      rule(`adds-${name.toLowerCase()}`, {
        state(state, context) {
          if (state.node.get(name) !== undefined) return;
          const fix = { title: `Add ${name}`, safety: 'safe', edits: [edit.set(state.node, name, 1)] } as const;
          context.report({ at: { key: state.key }, message: 'found', data: { state: state.name }, fix });
        },
      }),
    );
    const after = await fixed(rules, 'a.asl.json', '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}');
    const { States } = JSON.parse(after) as { States: { A: object } };
    expect(Object.keys(States.A).sort()).toEqual(['End', ...names, 'Type']);
  });

  it('stop where two undo each other', async () => {
    const flips = rule('flips', {
      state(state, context) {
        const comment = state.node.get('Comment');
        const other = comment?.kind === 'string' && comment.value === 'a' ? 'b' : 'a';
        const fix = { title: 'Flip it', safety: 'safe', edits: [edit.set(state.node, 'Comment', other)] } as const;
        context.report({ at: { key: state.key }, message: 'found', data: { state: state.name }, fix });
      },
    });
    const text = '{"StartAt":"A","States":{"A":{"Comment":"a","Type":"Pass","End":true}}}';
    expect(['a', 'b']).toContain(/"Comment":"(.)"/.exec(await fixed([flips], 'a.asl.json', text))?.[1]);
  });
});
