/** Each format of the report whole, for one small project; and what the formats say at their limits. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPORT_FORMATS, loadRenderer } from '../../src/report/index.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { AiTaskReport, MachineReport, ProjectReport } from '../../src/report/machine-report.ts';
import * as words from '../../src/report/words.ts';
import { ask, projectReport, reportOf } from './report-of.ts';

const EXPECTED = path.join(import.meta.dirname, 'expected');

const FLOW = {
  StartAt: 'Each ticket',
  States: {
    'Each ticket': {
      Type: 'Map',
      MaxConcurrency: 5,
      ItemProcessor: {
        StartAt: 'Classify',
        States: {
          Classify: ask({
            Parameters: {
              ModelId: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
              Messages: [{ Role: 'user', Content: [{ Text: 'Classify this.\nAnswer in one word.' }] }],
            },
            Retry: [{ ErrorEquals: ['BedrockRuntime.ThrottlingException'], MaxAttempts: 2 }],
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Unclear' }],
            Next: 'Is it urgent?',
          }),
          'Is it urgent?': {
            Type: 'Choice',
            Choices: [{ Variable: '$.urgent', BooleanEquals: true, Next: 'Classify' }],
            Default: 'Done',
          },
          Done: { Type: 'Succeed' },
          Unclear: { Type: 'Pass', End: true },
        },
      },
      Next: 'Report',
    },
    Report: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', TimeoutSeconds: 30, End: true },
  },
};

function declared(file: string): object {
  return { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: `flows/${file}.asl.json` } };
}

let report: ProjectReport;

beforeAll(async () => {
  const made = await projectReport(
    {
      'flows/tickets.asl.json': JSON.stringify(FLOW, undefined, 2),
      'template.json': JSON.stringify(
        { Resources: { Tickets: declared('tickets'), Lost: declared('lost') } },
        undefined,
        2,
      ),
      'tiny.asl.json': '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}',
    },
    ['missing-quota-fallback', 'retried-validation-error', 'unbounded-map', 'unresolved-definition', 'inline-prompt'],
  );
  report = made;
});

describe('the formats', () => {
  it.each(REPORT_FORMATS)('%s', async (format) => {
    const render = await loadRenderer(format);
    const extension = { markdown: 'md', html: 'html', json: 'json' }[format];
    await expect(render(report)).toMatchFileSnapshot(path.join(EXPECTED, `tickets.${extension}`));
    expect(render(report)).toBe(render(report));
  });

  it('say when there is nothing', () => {
    const empty = { version: '0.0.0', machines: [], others: { items: [], total: 0 } };
    expect(renderMarkdown(empty)).toBe('# State machines\n\nNo state machine found.\n');
    expect(renderHtml(empty)).toContain('<p>No state machine found.</p>');
  });

  it('print the statements that a machine needs, once they are known', () => {
    const permissions = {
      statements: [
        { sid: 'Models', actions: ['bedrock:InvokeModel'], resources: ['arn:aws:bedrock:*::foundation-model/m'] },
      ],
      open: ['State "Report" publishes to a topic that is not known.'],
    };
    const [machine] = report.machines;
    const one = { ...report, machines: [{ ...machine!, permissions }] };
    const markdown = renderMarkdown(one);
    const policy = /### Permissions needed\n\n```json\n([^]*?)\n```\n\n- State "Report"/.exec(markdown)?.[1] ?? '';
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Models',
          Effect: 'Allow',
          Action: ['bedrock:InvokeModel'],
          Resource: ['arn:aws:bedrock:*::foundation-model/m'],
        },
      ],
    });
    expect(renderHtml(one)).toContain('<h3>Permissions needed</h3>');
    const { permissions: _, ...none } = machine!;
    expect(renderMarkdown({ ...report, machines: [none] })).not.toContain('Permissions');
  });
});

describe('the limits', () => {
  it('leave out a diagram of too many states, and say so', async () => {
    const states = Array.from(
      { length: 121 },
      (_, i) => [`S${i}`, { Type: 'Pass', Next: `S${(i + 1) % 121}` }] as const,
    );
    const machine = await reportOf({ StartAt: 'S0', States: Object.fromEntries(states) });
    const one = { ...report, machines: [machine] };
    expect(machine.diagram).toBeUndefined();
    expect(renderMarkdown(one)).toContain('No diagram: 121 states are more than one can show.');
    expect(renderHtml(one)).toContain('No diagram: 121 states are more than one can show.');
    expect(renderHtml(one)).not.toContain('<svg');
  });

  it('keep a Markdown report below 1 MiB, and count what is left out', async () => {
    const name = (i: number): string => `${'état '.repeat(14)}${i}`;
    const states = Array.from({ length: 100 }, (_, i) => [name(i), ask({ Next: name((i + 1) % 100) })] as const);
    const machine = await reportOf({ StartAt: name(0), States: Object.fromEntries(states) });
    const many = { ...report, machines: Array.from({ length: 100 }, () => machine) };
    const markdown = renderMarkdown(many);
    expect(Buffer.byteLength(markdown)).toBeLessThan(1 << 20);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(900_000);
    const left = Number(/(\d+) more state machines left out/.exec(markdown)?.[1]);
    expect(left).toBeGreaterThan(10);
    expect(markdown.split('\n## ').length - 1).toBe(100 - left + 1);
  });

  it('never print a Mermaid text that Mermaid would not draw', async () => {
    const states = Array.from({ length: 110 }, (_, i) => {
      const Choices = [7, 13].map((step) => ({
        Variable: '$.a',
        IsNull: true,
        Next: `${'+'.repeat(70)}${(i + step) % 110}`,
      }));
      return [`${'+'.repeat(70)}${i}`, { Type: 'Choice', Choices }] as const;
    });
    const machine = await reportOf({ StartAt: `${'+'.repeat(70)}0`, States: Object.fromEntries(states) });
    expect(machine.diagram?.arrows).toHaveLength(220);
    for (const [, text = ''] of renderMarkdown({ ...report, machines: [machine] }).matchAll(
      /```mermaid\n([^]*?)```/g,
    )) {
      expect(text.length).toBeLessThan(50_000);
    }
  });
});

function taskOf({ aiTasks }: MachineReport): AiTaskReport {
  const [task] = aiTasks.items;
  if (task === undefined) throw new Error('no AI task');
  return task;
}

describe('words', () => {
  it.each([
    [0, '0 s'],
    [59.5, '1 min'],
    [95, '1 min 35 s'],
    [3600, '1 h'],
    [3635, '1 h 35 s'],
    [90_061, '1 d 1 h'],
    [31_536_000, '1 year'],
    [99_999_999, '1,157 d 9 h'],
  ])('say %d seconds as %s', (value, text) => {
    expect(words.seconds(value)).toBe(text);
  });

  it.each([
    [ask({ End: true }), '1'],
    [ask({ Retry: [{ ErrorEquals: ['States.ALL'] }], End: true }), 'up to 4'],
    [ask({ Next: 'Ask' }), '1 or more'],
  ])('count calls', async (state, text) => {
    expect(words.callsInWords(taskOf(await reportOf({ StartAt: 'Ask', States: { Ask: state } })))).toBe(text);
  });

  it('count the calls of all items when their number is known', async () => {
    const processor = {
      StartAt: 'Ask',
      States: { Ask: ask({ Arguments: {}, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true }) },
    };
    const map = { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: processor, End: true };
    const task = taskOf(await reportOf({ QueryLanguage: 'JSONata', StartAt: 'M', States: { M: map } }));
    expect(words.callsInWords(task)).toBe('up to 4 for each item, up to 12 in all');
    expect(words.atOnceInWords(task)).toBe('up to 2 (2 in "M")');
    expect(words.factorsInWords(task.calls.factors)).toBe('4 attempts × 3 items of Map "M"');
  });

  it.each([
    [{ seconds: 90, hasLoops: false }, 'At most 1 min 30 s.'],
    [{ seconds: 90, hasLoops: true }, 'About 1 min 30 s.'],
    [{ seconds: 0, hasLoops: false }, 'No state waits or calls anything.'],
    [
      { seconds: 90, hasLoops: false, limit: { seconds: 60, by: 'machine' } as const },
      'At most 1 min. It ends after 1 min in any case (TimeoutSeconds of the machine).',
    ],
    [{ hasLoops: false }, 'Not known, for not every transition is.'],
  ])('tell the duration %j', (known, text) => {
    expect(words.durationInWords({ open: { items: [], total: 0 }, isWhole: true, ...known })).toBe(text);
  });

  it('cut names by columns, never inside a character', () => {
    expect(words.shortName('a'.repeat(60))).toBe('a'.repeat(60));
    expect(words.shortName('a'.repeat(61))).toBe(`${'a'.repeat(59)}…`);
    expect(words.shortName('😀'.repeat(40))).toBe(`${'😀'.repeat(29)}…`);
  });
});
