/** Whether a path is that of TypeScript or JavaScript source. */
const SCRIPT = /\.[cm]?[jt]sx?$/i;

export function isScriptPath(path: string): boolean {
  return SCRIPT.test(path);
}
