/** Finds the renderer of a format. Each is loaded only when asked for. */
import type { ProjectReport } from './machine-report.ts';

export type ReportFormat = 'markdown' | 'html' | 'json';

export const REPORT_FORMATS: readonly ReportFormat[] = ['markdown', 'html', 'json'];

export async function loadRenderer(format: ReportFormat): Promise<(report: ProjectReport) => string> {
  switch (format) {
    case 'markdown':
      return (await import('./markdown.ts')).renderMarkdown;
    case 'html':
      return (await import('./html.ts')).renderHtml;
    case 'json':
      return (await import('./json.ts')).renderJson;
  }
}
