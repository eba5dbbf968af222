/**
 * The patterns of a configuration's overrides. Those of files are globs, relative to the configuration, one without a
 * slash for files of that name anywhere below it. Names of machines and states may hold any character, so in them only
 * `*` and `?` stand for something else.
 */
import path from 'node:path';

/** A test of a path as a report shows it; `folder` is that of the configuration, in the same form. */
export async function fileTest(patterns: readonly string[], folder: string): Promise<(file: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  const globs = patterns.map((pattern) => pattern.replace(/^\.\//, '').replace(/\/$/, '/**'));
  const named = globs.filter((glob) => !glob.includes('/'));
  const placed = globs.filter((glob) => glob.includes('/'));
  const isNamed = picomatch(named, { dot: true });
  const isPlaced = picomatch(placed, { dot: true });
  return (file) => {
    const relative = path.posix.isAbsolute(file) === path.posix.isAbsolute(folder) ? below(folder, file) : file;
    if (relative === undefined) return placed.length > 0 && isPlaced(file);
    return (named.length > 0 && isNamed(path.posix.basename(relative))) || (placed.length > 0 && isPlaced(relative));
  };
}

/** The path of a file from a folder that holds it. */
function below(folder: string, file: string): string | undefined {
  const relative = path.posix.relative(folder, file);
  return relative.startsWith('../') ? undefined : relative;
}

export function nameTest(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map((pattern) => new RegExp(`^${pattern.replace(/[^*?]+|\*+|\?/g, partOf)}$`, 'su'));
  return (name) => tests.some((test) => test.test(name));
}

function partOf(part: string): string {
  if (part.startsWith('*')) return '.*';
  return part === '?' ? '.' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
