import { describe, expect, test } from 'vitest';
import { loadReporter, REPORT_FORMATS } from '../../src/reporters/index.ts';
import { diagnostic, file, plain, result, span } from './build.ts';

describe('loadReporter', () => {
  test.each(REPORT_FORMATS)('%s ends in a line feed', async (format) => {
    const render = await loadReporter(format);
    expect(render(result([diagnostic(span(file('a.json', '{}'), 0, 1))]), plain)).toMatch(/\n$/);
  });

  test('knows all formats', () => {
    expect(REPORT_FORMATS).toEqual(['pretty', 'json', 'sarif', 'github']);
  });
});
