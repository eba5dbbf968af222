/** A secret that is found in a definition does not go into the reports, which end in the logs of builds. */
import { describe, expect, it } from 'vitest';
import { definition } from './samples.ts';
import { workspace } from './workspace.ts';

/** Of the form of a token, and none. */
const TOKEN = `ghp_${'Ab1'.repeat(12)}`;

describe('a secret in a definition', () => {
  it.each(['pretty', 'json', 'sarif', 'github'])('is not shown by %s', (format) => {
    const flow = definition({ Call: { Type: 'Pass', Result: { header: `token ${TOKEN}` }, End: true } });
    const { out, err, code } = workspace({ 'a.asl.json': flow }).run(['--format', format]);
    expect(code).toBe(1);
    expect(out).toContain('secret-in-definition');
    expect(out).toContain('a.asl.json');
    expect(out + err).not.toContain(TOKEN.slice(0, 12));
  });
});
