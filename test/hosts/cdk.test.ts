/** Where the parts of a machine are placed in CDK source, and which files are read for it. */
import { describe, expect, it } from 'vitest';
import { spanOf } from '../../src/tree/node.ts';
import type { Node, ObjectNode } from '../../src/tree/node.ts';
import { lintFiles, loadMachines } from '../support/lint-files.ts';
import { lowerOne } from '../text/lower-one.ts';

const IMPORTS = `import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
`;

function stack(body: string): string {
  return `${IMPORTS}export class S extends Stack {
  constructor(scope: App, id: string, props: { model: string; handler: sfn.IChainable }) {
    super(scope, id);
    ${body}
  }
}
`;
}

async function definitionOf(text: string): Promise<ObjectNode> {
  const [machine] = await loadMachines({ 'lib/stack.ts': text });
  if (machine === undefined) throw new Error('no machine');
  return machine.node;
}

function at(node: Node, ...path: readonly (string | number)[]): Node {
  let found: Node | undefined = node;
  for (const part of path) {
    if (found?.kind === 'object') found = found.get(String(part));
    else if (found?.kind === 'array') found = found.items[Number(part)];
  }
  if (found === undefined) throw new Error(`nothing at ${path.join('/')}`);
  return found;
}

function written(node: Node): string {
  const { file, start, end } = spanOf(node);
  return file.text.slice(start, end);
}

describe('places in CDK source', () => {
  it('are those of the arguments', async () => {
    const definition = await definitionOf(
      stack(String.raw`
    const shared = { limit: 3, text: 'it\'s' };
    const first = new sfn.Pass(this, 'First \u0041', {
      comment: 'a' + 'b',
      parameters: { ...shared, path: sfn.JsonPath.stringAt('$.a.b'), model: props.model, mixed: ${'`on ${props.model}`'} },
    });
    const last = new sfn.Parallel(this, 'Last').branch(new sfn.Succeed(this, 'In'));
    last.addRetry({ errors: ['A'], maxAttempts: 4 });
    last.addCatch(new sfn.Fail(this, 'No'), { resultPath: '$.e' });
    new sfn.StateMachine(this, 'M', { definition: first.next(last) });`),
    );
    const first = at(definition, 'States', 'First A');
    expect(written(at(first, 'Parameters'))).toMatch(/^\{ \.\.\.shared, .*\}$/);
    expect(written(at(first, 'Parameters', 'limit'))).toBe('3');
    expect(written(at(first, 'Parameters', 'text'))).toBe(String.raw`'it\'s'`);
    expect(written(at(first, 'Parameters', 'path.$'))).toBe("'$.a.b'");
    expect(written(at(first, 'Parameters', 'model'))).toBe('props.model');
    expect(at(first, 'Parameters', 'mixed')).toMatchObject({ kind: 'unknown', template: 'on ${props.model}' });
    expect(written(at(first, 'Next'))).toBe('last');
    expect(written(at(first, 'Type'))).toBe('new sfn.Pass');
    const last = at(definition, 'States', 'Last');
    expect(written(at(last, 'Retry', 0, 'MaxAttempts'))).toBe('4');
    expect(written(at(last, 'Catch', 0, 'ResultPath'))).toBe("'$.e'");
    const key = (at(definition, 'States') as ObjectNode).entries[0]?.key;
    expect(key === undefined ? '' : written(key)).toBe(String.raw`'First \u0041'`);
  });

  it('give findings inside strings to the character', async () => {
    const text = stack(`
    const one = new sfn.Pass(this, 'One', { parameters: { id: sfn.JsonPath.stringAt('States.Nope($.a)') } });
    new sfn.StateMachine(this, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(one) });`);
    const { diagnostics } = await lintFiles({ 'lib/stack.ts': text });
    const lines = diagnostics.map(({ rule, primary }) => `${rule} ${text.slice(primary.start, primary.end)}`);
    expect(lines).toEqual(['invalid-intrinsic-call States.Nope']);
  });

  it('are edited where they are written', async () => {
    const text = stack(`
    const one = new sfn.Pass(this, 'One', { comment: 'say \\'no\\'' });
    new sfn.StateMachine(this, 'M', { definition: one });`);
    const comment = at(await definitionOf(text), 'States', 'One', 'Comment');
    if (comment.kind !== 'string') throw new Error('no text');
    const edit = lowerOne(comment.content(), { start: 5, end: 7 }, "don't");
    if ('refused' in edit) throw new Error(edit.reason);
    expect(text.slice(0, edit.start) + edit.text + text.slice(edit.end)).toContain(`comment: 'say \\'don\\'t\\''`);
  });

  it('leave what only a caller knows unknown', async () => {
    const definition = await definitionOf(
      stack(`
    const one = new sfn.Pass(this, 'One');
    one.next(props.handler);
    new sfn.StateMachine(this, 'M', { definition: one });`),
    );
    expect(at(definition, 'States', 'One', 'Next')).toMatchObject({ kind: 'unknown' });
    expect((at(definition, 'States') as ObjectNode).isOpen).toBe(true);
  });
});

describe('CDK sources', () => {
  const MACHINE = stack(
    `new sfn.StateMachine(this, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(this, 'Only')) });`,
  );

  it('have a parse error when they are broken, and only then', async () => {
    const { diagnostics, machineCount } = await lintFiles({
      'lib/broken.ts': `${IMPORTS}const a = ;`,
      'lib/other.ts': 'const broken = ;',
      'lib/fine.ts': MACHINE,
    });
    expect(diagnostics.map(({ rule, primary }) => `${rule} ${primary.file.path}`)).toEqual([
      'parse-error lib/broken.ts',
    ]);
    expect(machineCount).toBe(1);
  });

  it('are not declarations of types, tests, or what was compiled from them', async () => {
    const result = await lintFiles({
      'lib/stack.ts': MACHINE,
      'lib/stack.js': MACHINE.replace(/: \w+/g, ''),
      'lib/stack.d.ts': MACHINE,
      'lib/stack.test.ts': MACHINE,
    });
    expect(result.machineCount).toBe(1);
    expect(result.files).toEqual(['lib/stack.ts']);
  });

  it('name the files of definitions', async () => {
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Pass"}}}';
    const text = stack(`
    new sfn.StateMachine(this, 'Beside', { definitionBody: sfn.DefinitionBody.fromFile(path.join(__dirname, '../asl/one.json')) });
    new sfn.StateMachine(this, 'FromRoot', { definitionBody: sfn.DefinitionBody.fromFile('asl/two.json') });
    new sfn.StateMachine(this, 'Gone', { definitionBody: sfn.DefinitionBody.fromFile('asl/three.json') });`);
    const { diagnostics, notes, machineCount } = await lintFiles({
      'app/cdk.json': '{}',
      'app/lib/stack.ts': `import * as path from 'node:path';\n${text}`,
      'app/asl/one.json': definition,
      'app/asl/two.json': definition,
    });
    expect(machineCount).toBe(2);
    expect(diagnostics.map(({ rule, primary, machine }) => `${rule} ${primary.file.path} ${machine ?? ''}`)).toEqual([
      'missing-field app/asl/one.json Beside',
      'missing-field app/asl/two.json FromRoot',
    ]);
    expect(notes.map((note) => note.text)).toEqual([expect.stringContaining('The definition of Gone is not read')]);
  });

  it('say once what holds for all machines of one place', async () => {
    const text = stack(`
    for (const name of ['a', 'b']) {
      const state = new sfn.Pass(this, 'Same', { parameters: { 'x.$': 'States.Nope()' } });
      new sfn.StateMachine(this, \`M-\${name}\`, { definitionBody: sfn.DefinitionBody.fromChainable(state) });
    }`);
    const { diagnostics, machineCount } = await lintFiles({ 'lib/stack.ts': text });
    expect(machineCount).toBe(2);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['invalid-intrinsic-call']);
  });

  it('lose a definition that is written over', async () => {
    const text = stack(`
    const machine = new sfn.StateMachine(this, 'M', { definition: new sfn.Pass(this, 'Only') });
    (machine.node.defaultChild as sfn.CfnStateMachine).addPropertyOverride('DefinitionString', '{}');`);
    const { machineCount, notes } = await lintFiles({ 'lib/stack.ts': text });
    expect(machineCount).toBe(0);
    expect(notes).toHaveLength(1);
  });
});
