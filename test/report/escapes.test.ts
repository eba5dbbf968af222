/** Names, messages and paths that would act if they were not escaped: none does, in any format. */
import { beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { ProjectReport } from '../../src/report/machine-report.ts';
import { samTemplate } from '../cli/samples.ts';
import { HOSTILE, hostileMachine } from './hostile.ts';
import { projectReport } from './report-of.ts';

/** What acts on a terminal: C0 and C1 controls but the line feed, and the controls that turn text around. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

let report: ProjectReport;

beforeAll(async () => {
  const text = JSON.stringify(hostileMachine(), undefined, 2);
  const named = HOSTILE.map((name, i) => [`M${i}${name}`, { Name: name, DefinitionUri: `none-${name}.json` }] as const);
  const files = Object.fromEntries(
    HOSTILE.slice(0, 6).map((name) => [`dir/${name.replaceAll('/', '_')}.asl.json`, text]),
  );
  const made = await projectReport({
    ...files,
    'template.json': samTemplate({
      ...Object.fromEntries(named),
      Inline: { Definition: hostileMachine(), Name: '<b>|`*' },
    }),
  });
  const policy = { statements: [{ actions: ['x:y'], resources: [...HOSTILE] }], open: [...HOSTILE] };
  report = { ...made, machines: made.machines.map((machine) => ({ ...machine, permissions: policy })) };
});

describe('the report', () => {
  it('is made of what this test is about', () => {
    expect(report.machines.length).toBe(7);
    for (const machine of report.machines) {
      expect(machine.aiTasks.items.map(({ state }) => state.name)).toEqual(expect.arrayContaining(['<br/>', '']));
      expect(machine.findings.total).toBeGreaterThan(20);
      expect(machine.diagram?.boxes.length).toBe(HOSTILE.length + 1);
    }
    expect(report.others.total).toBeGreaterThan(20);
  });
});

describe('html', () => {
  const TAGS =
    /^(?:html|head|meta|title|style|body|h1|h2|h3|p|a|section|dl|dt|dd|div|table|thead|tbody|tr|th|td|span|pre|ul|li|svg|defs|marker|path|g|rect|text|circle)$/;
  const ATTRIBUTES =
    /^(?:lang|charset|name|http-equiv|content|id|class|href|scope|data-name|tabindex|role|aria-label|viewBox|width|height|refX|refY|style|markerWidth|markerHeight|orient|d|x|y|rx|cx|cy|r|marker-end)$/;

  /** Reads the page as a browser cuts it into tags: a name, then attributes whose values are in double quotes. */
  function tagsOf(
    html: string,
  ): readonly { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] {
    const body = html.replace(/<style>[^<]*<\/style>/, '').replace(/^<!doctype html>/, '');
    const tags = [...body.matchAll(/<(\/?)([^\s>/]*)((?:[^>"]|"[^"]*")*)>/g)];
    // Nothing but whole tags has an angle bracket.
    expect(body.replace(/<\/?[a-z0-9]+(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g, '')).not.toMatch(/[<>]/);
    return tags.map(([, , name = '', rest = '']) => {
      const attributes = [...rest.matchAll(/([^\s="]+)="([^"]*)"/g)].map(
        ([, key = '', value = '']) => [key, value] as const,
      );
      return { name, attributes: new Map(attributes) };
    });
  }

  it('has no tag, attribute or address that is not ours', () => {
    const tags = tagsOf(renderHtml(report));
    expect(tags.length).toBeGreaterThan(1000);
    for (const { name, attributes } of tags) {
      expect(name).toMatch(TAGS);
      for (const [key, value] of attributes) {
        expect(key).toMatch(ATTRIBUTES);
        if (key === 'style') expect(value).toMatch(/^width:100%;height:auto;min-width:\d+px;max-width:\d+px$/);
        if (key === 'href') expect(value).toMatch(/^#m\d+$/);
        if (key === 'marker-end') expect(value).toMatch(/^url\(#m\d+-(?:way|catch)\)$/);
      }
    }
  });

  it('brings nothing in, and says so to the browser', () => {
    const html = renderHtml(report);
    expect(html).toContain(
      '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;">',
    );
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)/i);
    expect(/<style>[^<]*<\/style>/.exec(html)?.[0]).not.toMatch(/url\(|@import/);
  });

  it('shows no control character', () => {
    expect(RAW.exec(renderHtml(report))).toBeNull();
  });

  it('shows every name as it is', () => {
    const html = renderHtml(report);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&amp;lt;b&amp;gt; &amp;amp; &amp;#60;');
    expect(html).toContain('\\u001b[31mred');
    expect(html).toContain('two\\nlines');
    // What is to be pasted stays whole; what is read is cut.
    expect(html.replace(/<pre>[^<]*<\/pre>/g, '')).not.toContain('x'.repeat(4500));
  });
});

describe('markdown', () => {
  /** Without code blocks, which hold no markup. */
  function proseOf(markdown: string): readonly string[] {
    return markdown.replace(/^(`{3,})[a-z]*\n[^]*?\n\1$/gm, '').split('\n');
  }

  it('has tables whose rows all have their columns', () => {
    let columns = 0;
    let rows = 0;
    for (const line of proseOf(renderMarkdown(report))) {
      const cells = line.startsWith('|') ? line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length : 0;
      if (cells === 0) columns = 0;
      else if (columns === 0) columns = cells;
      else expect(cells).toBe(columns);
      rows += cells > 0 ? 1 : 0;
    }
    expect(rows).toBeGreaterThan(500);
  });

  it('has lines of our making only', () => {
    for (const line of proseOf(renderMarkdown(report))) {
      expect(line).toMatch(
        /^(?:$|#{1,3} |\| |\|(?: --- \|)+$|- |No diagram|None\.|[\d,]+ more |template\.json:|dir\/)/,
      );
    }
  });

  it('has no HTML, link, emphasis, code, mention or formula of a name', () => {
    const ours = /\*\*(?:Kind|Declared by|States|AI tasks|Longest duration|State transitions|Findings):\*\*/g;
    for (const line of proseOf(renderMarkdown(report))) {
      const bare = line
        .replace(ours, '')
        .replace(/\\[\\`*_[\]{}|~#$^]/g, '')
        .replace(/^#{1,3} /, '');
      expect(bare.replace(/&(?:amp|lt|gt|#64|#58|#46);/g, '')).not.toMatch(/[<>`*[\]~$@&]|:\/\/|www\./);
    }
  });

  it('shows no control character, and stays below the limit of a step summary', () => {
    const markdown = renderMarkdown(report);
    expect(RAW.exec(markdown)).toBeNull();
    expect(Buffer.byteLength(markdown)).toBeLessThan(1 << 20);
  });

  it('keeps Mermaid to lines of our making', () => {
    const blocks = [...renderMarkdown(report).matchAll(/^```mermaid\n([^]*?)\n```$/gm)].map(([, text = '']) => text);
    expect(blocks).toHaveLength(7);
    const label = String.raw`(?:[\p{L}\p{N} ]|#\d+;)*`;
    const kind = String.raw`<br/>[A-Za-z ]+(?:<br/>⚠ [\d,]+ findings?)?`;
    const box = String.raw`s\d+(?:\["${label}${kind}"\]|\{"${label}${kind}"\}|\(\["${label}${kind}"\]\)|\("${label}${kind}"\))(?::::\w+)?`;
    const line = new RegExp(
      [
        '^flowchart TD$',
        String.raw`^ *\w+_start\(\( \)\):::start --> s\d+$`,
        `^ *${box}$`,
        String.raw`^ *subgraph s\d+\["${label}${kind}"\]$`,
        String.raw`^ *subgraph s\d+b\d+\["Branch \d+"\]$`,
        '^ *end$',
        String.raw`^ *class s\d+ (?:error|warning|note)$`,
        String.raw`^ *s\d+ (?:-->|-\.->|-\. "(?!")${label}" \.->) s\d+$`,
        String.raw`^  classDef [a-z]+ [a-z0-9#:,-]+$`,
      ].join('|'),
      'u',
    );
    for (const text of blocks) {
      for (const row of text.split('\n')) expect(row).toMatch(line);
      expect(text).not.toMatch(/direction\s/i);
    }
  });
});

describe('json', () => {
  it('gives every name whole, and no raw control', () => {
    const text = renderJson(report);
    expect(RAW.exec(text)).toBeNull();
    const { machines } = JSON.parse(text) as ProjectReport;
    expect(machines).toEqual(JSON.parse(JSON.stringify(report.machines)));
    expect(machines[0]?.aiTasks.items.map(({ state }) => state.name)).toContain(HOSTILE[1]);
  });
});
