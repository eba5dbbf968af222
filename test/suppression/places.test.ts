/** Every verb in every host: what it covers, and what it leaves. */
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const RULE = 'missing-quota-fallback';
const PROMPT = 'inline-prompt';
const RULES = [RULE, PROMPT, 'invalid-suppression', 'unused-suppression'];
const ASK = 'arn:aws:states:::bedrock:invokeModel';
const LONG = 'x'.repeat(250);

/** `rule state` of what is shown, then of what is not, with the reason. */
async function outcome(files: FileTable): Promise<{ shown: readonly string[]; hidden: readonly string[] }> {
  const result = await lintFiles(files, { preset: 'recommended', only: RULES });
  const name = ({ rule, state }: { rule: string; state?: string | undefined }): string =>
    `${rule} ${state ?? ''}`.trim();
  return {
    shown: result.diagnostics.map(name),
    hidden: result.suppressed.map(({ diagnostic, reason }) => `${name(diagnostic)}: ${reason}`),
  };
}

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Two states with the same finding, `A` and `B`; lines before, on and within the first are given. */
function jsonc({ top = '', above = '', onKey = '', inside = '', onNext = '' }: Record<string, string>): string {
  return text(
    top,
    '{',
    '  "StartAt": "A",',
    '  "States": {',
    `    ${above}`,
    `    "A": ${onKey}`,
    '      {',
    `        ${inside}`,
    `        "Type": "Task", "Resource": "${ASK}", ${onNext}`,
    `        "Parameters": { "ModelId": "m", "Body": { "system": "${LONG}" } },`,
    '        "ResultPath": "$.a",',
    '        "Next": "B"',
    '      },',
    `    "B": { "Type": "Task", "Resource": "${ASK}", "Parameters": { "ModelId": "m" }, "End": true }`,
    '  }',
    '}',
  );
}

const ALL = [`${RULE} A`, `${PROMPT} A`, `${RULE} B`];
const without = (...names: readonly string[]): readonly string[] => ALL.filter((name) => !names.includes(name));
const A = `${RULE} A: r`;

describe('in JSON with comments', () => {
  it('is quiet about nothing without a suppression', async () => {
    expect(await outcome({ 'm.asl.jsonc': jsonc({}) })).toEqual({ shown: ALL, hidden: [] });
  });

  it.each<[string, Record<string, string>, readonly string[], readonly string[]]>([
    ['above a state', { above: `// sfn-lint-ignore ${RULE} -- r` }, without(`${RULE} A`), [A]],
    ['two rules', { above: `/* sfn-lint-ignore ${RULE},${PROMPT} -- r */` }, [`${RULE} B`], [A, `${PROMPT} A: r`]],
    ['between key and value', { onKey: `// sfn-lint-ignore ${RULE} -- r` }, without(`${RULE} A`), [A]],
    ['above the file', { top: `// sfn-lint-ignore ${RULE} -- r` }, [`${PROMPT} A`], [A, `${RULE} B: r`]],
    ['for the file', { inside: `// sfn-lint-ignore-file ${RULE} -- r` }, [`${PROMPT} A`], [A, `${RULE} B: r`]],
    ['for a field within', { onNext: `// sfn-lint-ignore ${PROMPT} -- r` }, without(`${PROMPT} A`), [`${PROMPT} A: r`]],
    ['for a line', { onKey: `// sfn-lint-ignore-line ${RULE} -- r` }, without(`${RULE} A`), [A]],
    ['from here on', { top: `// sfn-lint-disable ${RULE} -- r` }, [`${PROMPT} A`], [A, `${RULE} B: r`]],
    [
      'from here to there',
      { top: `// sfn-lint-disable ${RULE} -- r`, inside: `// sfn-lint-enable ${RULE}` },
      without(`${RULE} A`),
      [A],
    ],
    [
      'in stretches that overlap',
      {
        top: `// sfn-lint-disable ${RULE} -- r`,
        above: `/* sfn-lint-disable ${PROMPT} -- r */`,
        inside: `// sfn-lint-enable ${RULE}`,
      },
      [`${RULE} B`],
      [A, `${PROMPT} A: r`],
    ],
  ])('%s', async (_, where, shown, hidden) => {
    for (const name of ['m.asl.jsonc', 'm.asl.json']) {
      expect(await outcome({ [name]: jsonc(where) }), name).toEqual({ shown, hidden });
    }
    const windows = `\uFEFF${jsonc(where).replaceAll('\n', '\r\n')}`;
    expect(await outcome({ 'm.asl.jsonc': windows }), 'with a byte order mark and CRLF').toEqual({ shown, hidden });
  });
});

describe('in YAML', () => {
  const yaml = (changes: Record<number, string>): string => {
    const lines = [
      'StartAt: A',
      'States:',
      '  A:',
      '    Type: Task',
      `    Resource: ${ASK}`,
      '    Parameters:',
      '      ModelId: m',
      '      Body:',
      `        system: ${LONG}`,
      '    ResultPath: $.a',
      '    Next: B',
      `  B: { Type: Task, Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`,
    ];
    return text(
      ...lines.flatMap((line, i) => (changes[i] === undefined ? [line] : changes[i].replace('@', line).split('\n'))),
    );
  };

  it.each<[string, Record<number, string>, readonly string[], readonly string[]]>([
    ['above a state', { 2: `  # sfn-lint-ignore ${RULE} -- r\n@` }, without(`${RULE} A`), [A]],
    ['above it, at any indentation', { 2: `# sfn-lint-ignore ${RULE} -- r\n\n# more\n@` }, without(`${RULE} A`), [A]],
    ['on the line of its key', { 2: `@ # sfn-lint-ignore ${RULE} -- r` }, without(`${RULE} A`), [A]],
    ['on the line of an outer key', { 1: `@ # sfn-lint-ignore ${RULE} -- r` }, [`${PROMPT} A`], [A, `${RULE} B: r`]],
    ['above a field', { 5: `    # sfn-lint-ignore ${PROMPT} -- r\n@` }, without(`${PROMPT} A`), [`${PROMPT} A: r`]],
    ['above a value', { 8: `        # sfn-lint-ignore ${PROMPT} -- r\n@` }, without(`${PROMPT} A`), [`${PROMPT} A: r`]],
    ['above a flow mapping', { 11: `  # sfn-lint-ignore ${RULE} -- r\n@` }, without(`${RULE} B`), [`${RULE} B: r`]],
    ['for a line', { 8: `@ # sfn-lint-ignore-line ${PROMPT} -- r` }, without(`${PROMPT} A`), [`${PROMPT} A: r`]],
    ['for the file', { 11: `@\n# sfn-lint-ignore-file ${RULE} -- r` }, [`${PROMPT} A`], [A, `${RULE} B: r`]],
    [
      'from here to there',
      { 0: `# sfn-lint-disable ${RULE}, ${PROMPT} -- r\n@`, 3: `    # sfn-lint-enable ${RULE} -- r\n@` },
      [`${RULE} B`],
      [A, `${PROMPT} A: r`],
    ],
  ])('%s', async (_, changes, shown, hidden) => {
    const file = yaml(changes);
    expect(await outcome({ 'm.asl.yaml': file })).toEqual({ shown, hidden });
    const windows = `\uFEFF${file.replaceAll('\n', '\r\n')}`;
    expect(await outcome({ 'm.asl.yaml': windows }), 'with a byte order mark and CRLF').toEqual({ shown, hidden });
  });

  it('binds a comment above the first field to that field alone', async () => {
    const file = yaml({ 3: `    # sfn-lint-ignore ${RULE} -- r\n@` });
    expect(await outcome({ 'm.asl.yaml': file })).toEqual({
      shown: [`${RULE} A`, 'unused-suppression', `${PROMPT} A`, `${RULE} B`],
      hidden: [],
    });
  });

  it('works inside a flow mapping', async () => {
    const flow = (comment: string, key = 'A'): string =>
      text(
        '{ StartAt: A, States: {',
        `  ${comment}`,
        `  ${key}: { Type: Task, Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`,
        '} }',
      );
    expect(await outcome({ 'm.asl.yaml': flow(`# sfn-lint-ignore ${RULE} -- r`) })).toEqual({ shown: [], hidden: [A] });
    expect(await outcome({ 'm.asl.yaml': flow('# none') })).toEqual({ shown: [`${RULE} A`], hidden: [] });
  });

  it.each([
    ['behind the dash', (r: string) => [`        - # sfn-lint-ignore ${r} -- r`, '          StartAt: P']],
    [
      'behind the dash, before an anchor',
      (r: string) => [`        - # sfn-lint-ignore ${r} -- r`, '          &p', '          StartAt: P'],
    ],
    ['above the dash', (r: string) => [`        # sfn-lint-ignore ${r} -- r`, '        - StartAt: P']],
  ])('covers an item of a list, written %s', async (_, item) => {
    const file = text(
      'StartAt: Both',
      'States:',
      '  Both:',
      '    Type: Parallel',
      '    End: true',
      '    Branches:',
      ...item(RULE),
      '          States:',
      `            P: { Type: Task, Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`,
      '        - StartAt: Q',
      '          States:',
      `            Q: { Type: Task, Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`,
    );
    expect(await outcome({ 'm.asl.yaml': file })).toEqual({ shown: [`${RULE} Q`], hidden: [`${RULE} P: r`] });
  });

  it('covers what an alias repeats, at the alias and at the anchor', async () => {
    const file = (atAnchor: string, atAlias: string): string =>
      text(
        'StartAt: A',
        'States:',
        '  A:',
        '    Type: Task',
        `    Resource: ${ASK}`,
        `    ${atAnchor}`,
        '    Retry: &retry',
        '      - ErrorEquals: [Bedrock.ValidationException]',
        '    Next: B',
        '  B:',
        '    Type: Task',
        `    Resource: ${ASK}`,
        `    ${atAlias}`,
        '    Retry: *retry',
        '    End: true',
      );
    const rule = 'retried-validation-error';
    const ignore = `# sfn-lint-ignore ${rule} -- r`;
    const states = async (definition: string): Promise<readonly (string | undefined)[]> => {
      const { diagnostics } = await lintFiles({ 'm.asl.yaml': definition }, { only: [rule, 'unused-suppression'] });
      return diagnostics.map(({ state }) => state);
    };
    expect(await states(file('', ''))).toEqual(['A', 'B']);
    expect(await states(file('', ignore))).toEqual(['A']);
    expect(await states(file(ignore, ''))).toEqual([]);
  });
});

describe('in the Comment of pure JSON', () => {
  const ask = (comment: string): object => ({
    Type: 'Task',
    ...(comment === '' ? {} : { Comment: comment }),
    Resource: ASK,
    Parameters: { ModelId: 'm' },
    End: true,
  });
  const nested = (comments: { machine?: string; map?: string; processor?: string; state?: string }): string =>
    JSON.stringify({
      Comment: comments.machine,
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Comment: comments.map,
          MaxConcurrency: 2,
          ItemProcessor: { Comment: comments.processor, StartAt: 'A', States: { A: ask(comments.state ?? '') } },
          Next: 'B',
        },
        B: ask(''),
      },
    });
  const ignore = `Asks. sfn-lint-ignore ${RULE} -- r`;

  it.each([
    ['the state', { state: ignore }, [`${RULE} B`], [A]],
    ['the processor', { processor: ignore }, [`${RULE} B`], [A]],
    ['the state around it', { map: ignore }, [`${RULE} B`], [A]],
    ['the machine', { machine: ignore }, [], [A, `${RULE} B: r`]],
    ['none', {}, [`${RULE} A`, `${RULE} B`], []],
  ])('%s', async (_, comments, shown, hidden) => {
    expect(await outcome({ 'm.asl.json': nested(comments) })).toEqual({ shown, hidden });
  });

  it('is read in YAML and in a template too', async () => {
    const state = `{ Type: Task, Comment: "${ignore}", Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`;
    const files = { 'm.asl.yaml': text('StartAt: A', 'States:', `  A: ${state}`) };
    expect(await outcome(files)).toEqual({ shown: [], hidden: [A] });
    const definition = JSON.stringify(nested({ state: ignore }));
    const template = `{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": ${definition}}}}}`;
    expect(await outcome({ 't.json': template })).toEqual({ shown: [`${RULE} B`], hidden: [A] });
  });
});

describe('in a template', () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: ASK, Parameters: { ModelId: 'm' }, End: true } },
  };
  const block = JSON.stringify(definition, undefined, 1).replaceAll('\n', '\n        ');
  const ignore = `# sfn-lint-ignore ${RULE} -- r`;
  const found = { shown: [`${RULE} A`], hidden: [] };
  const covered = { shown: [], hidden: [A] };

  const cfn = (above: string, comment: string, metadata = ''): string =>
    text(
      'Resources:',
      `  ${above}`,
      '  M:',
      '    Type: AWS::StepFunctions::StateMachine',
      ...metadata.split('\n'),
      '    Properties:',
      `      ${comment}`,
      '      DefinitionString: !Sub |',
      `        ${block}`,
    );
  const sam = (above: string, comment: string, metadata = ''): string =>
    text(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      `  ${above}`,
      '  M:',
      '    Type: AWS::Serverless::StateMachine',
      ...metadata.split('\n'),
      '    Properties:',
      `      ${comment}`,
      '      Definition:',
      '        StartAt: A',
      '        States:',
      `          A: { Type: Task, Resource: '${ASK}', Parameters: { ModelId: m }, End: true }`,
    );
  const metadata = text('    Metadata:', '      sfn-lint:', '        ignore:', `          - ${RULE} -- r`);

  it.each([
    ['CloudFormation', cfn],
    ['SAM', sam],
  ])('%s: a comment above the definition or the resource, or Metadata', async (_, template) => {
    expect(await outcome({ 't.yaml': template('', '') })).toEqual(found);
    expect(await outcome({ 't.yaml': template('', ignore) })).toEqual(covered);
    expect(await outcome({ 't.yaml': template(ignore, '') })).toEqual(covered);
    expect(await outcome({ 't.yaml': template('', '', metadata) })).toEqual(covered);
    expect(await outcome({ 't.yaml': `${ignore.replace('ignore', 'ignore-file')}\n${template('', '')}` })).toEqual(
      covered,
    );
  });

  it('takes a comment in the header of a block scalar and in JSON text itself', async () => {
    const header = cfn('', '').replace('!Sub |', `!Sub | ${ignore}`);
    expect(await outcome({ 't.yaml': header })).toEqual(covered);
    const inner = cfn('', '').replace('"A": {', `// sfn-lint-ignore ${RULE} -- r\n          "A": {`);
    expect(inner).toContain('// sfn-lint');
    expect(await outcome({ 't.yaml': inner })).toEqual(covered);
  });

  it('takes the Metadata of the whole template, also in JSON', async () => {
    const template = (section: unknown): string =>
      JSON.stringify({
        Metadata: { 'sfn-lint': section },
        Resources: {
          M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: definition } },
        },
      });
    expect(await outcome({ 't.json': template({ ignore: [`${RULE} -- r`] }) })).toEqual(covered);
    expect(await outcome({ 't.json': template({}) })).toEqual(found);
  });

  const uri = (name: string, extra = ''): string =>
    text(
      'Resources:',
      `  ${name}:`,
      '    Type: AWS::Serverless::StateMachine',
      ...extra.split('\n'),
      '    Properties:',
      '      DefinitionUri: m.asl.json',
    );
  const file = JSON.stringify(definition);

  it('takes the Metadata of the resource for a definition in its own file, when it alone declares it', async () => {
    expect(await outcome({ 't.yaml': uri('M'), 'm.asl.json': file })).toEqual(found);
    expect(await outcome({ 't.yaml': uri('M', metadata), 'm.asl.json': file })).toEqual(covered);
    const two = { 't.yaml': uri('M', metadata), 'u.yaml': uri('N'), 'm.asl.json': file };
    expect(await outcome(two)).toEqual({ shown: [`${RULE} A`, 'unused-suppression'], hidden: [] });
  });

  it('takes a comment for what it holds alone, not for a definition in another file', async () => {
    const commented = uri('M').replace('  M:', `  ${ignore}\n  M:`);
    expect(await outcome({ 't.yaml': commented, 'm.asl.json': file })).toEqual({
      shown: [`${RULE} A`, 'unused-suppression'],
      hidden: [],
    });
    const inFile = `// sfn-lint-ignore-file ${RULE} -- r\n${file}`;
    expect(await outcome({ 't.yaml': uri('M'), 'm.asl.json': inFile })).toEqual(covered);
  });

  it('covers a finding about the declaration, wherever the template puts it', async () => {
    const rule = 'missing-logging';
    const run = async (template: string): Promise<number> =>
      (await lintFiles({ 't.yaml': template, 'm.asl.json': file }, { only: [rule] })).diagnostics.length;
    expect(await run(uri('M'))).toBe(1);
    expect(await run(uri('M', metadata.replace(RULE, rule)))).toBe(0);
    expect(await run(uri('M').replace('  M:', `  # sfn-lint-ignore ${rule} -- r\n  M:`))).toBe(0);
  });
});
