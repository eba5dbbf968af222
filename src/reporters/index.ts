/** Finds the reporter of a format. Each is loaded only when asked for, since start-up time is felt on every run. */
import type { Reporter, ReportFormat } from './reporter.ts';

export const REPORT_FORMATS: readonly ReportFormat[] = ['pretty', 'json', 'sarif', 'github'];

export async function loadReporter(format: ReportFormat): Promise<Reporter> {
  switch (format) {
    case 'pretty':
      return (await import('./pretty.ts')).renderPretty;
    case 'json':
      return (await import('./json.ts')).renderJson;
    case 'sarif':
      return (await import('./sarif.ts')).renderSarif;
    case 'github':
      return (await import('./github.ts')).renderGithub;
  }
}
