/** Names that act on a browser, a terminal, Markdown or Mermaid unless they are escaped, and a machine made of them. */
import { ask } from './report-of.ts';
import type { Json } from './report-of.ts';

export const HOSTILE = [
  '<script>alert(1)</script>',
  '</title></svg><img src=x onerror=alert(1)>',
  '"quoted" and \'single\'',
  '" onmouseover="alert(1)',
  '&lt;b&gt; &amp; &#60;',
  'two\nlines',
  'return\rand\ttab',
  'back`tick and ```fence',
  'pipe|pipe',
  '\u001b[31mred\u001b[0m',
  '\u009b31m',
  '\u202Eevil\u2066',
  '**bold** _it_ ~~gone~~ $x$ # head',
  '[link](javascript:alert(1)) ![i](x) <http://evil.example>',
  'https://evil.example www.evil.example a@b.example @everyone',
  '1. list',
  '- dash',
  '--- ',
  'end',
  'subgraph x',
  'direction LR',
  'click s1 "javascript:alert(1)"',
  '"]; s1 --> s2; %% comment',
  '%%{init: {"securityLevel": "loose"}}%%',
  '#35; #quot; #lt;',
  ':::error',
  '`**markdown string**`',
  '<br/>',
  '\\',
  '\\n',
  'x'.repeat(5000),
  '日本語 états 😀',
  '   ',
  '',
  '__proto__',
  'constructor',
] as const;

/** Every name as that of a state, an error, a model and a catcher's target. */
export function hostileMachine(): Json {
  const states = HOSTILE.map((name, i) => {
    const next = HOSTILE[i + 1] ?? 'All';
    const body = { prompt: name.repeat(3) };
    const Retry = [{ ErrorEquals: [name, 'States.TaskFailed'] }];
    const Catch = [{ ErrorEquals: [name, 'States.ALL'], Next: HOSTILE[(i + 2) % HOSTILE.length] }];
    const call = {
      Resource: 'arn:aws:states:::bedrock:invokeModel',
      Parameters: { ModelId: name, Body: body },
      Retry,
      Catch,
      Next: next,
    };
    return [name, ask(call)] as const;
  });
  const branches = HOSTILE.map((name) => ({
    StartAt: `in ${name}`,
    States: Object.fromEntries([[`in ${name}`, { Type: 'Pass', End: true }]]),
  }));
  const all = { Type: 'Parallel', Branches: branches, End: true };
  return { StartAt: HOSTILE[0], States: Object.fromEntries([...states, ['All', all]]) };
}
