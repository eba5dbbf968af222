/** A handler's text to its outline; the parser of its language is loaded for the first one. */
import type { Outline } from './outline.ts';
import { languageOf } from './understand.ts';

/** Undefined where the text cannot be read. */
export async function readOutline(path: string, text: string): Promise<Outline | undefined> {
  switch (languageOf(path)) {
    case 'python':
      return (await import('./python/outline.ts')).outlinePython(text);
    case 'javascript':
      return (await import('./script/outline.ts')).outlineScript(path, text);
    case undefined:
      return undefined;
  }
}
