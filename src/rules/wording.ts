/** Words that several rules put into their messages: lists, numbers of attempts, names of errors. */
import type { Node } from '../tree/node.ts';

/** `a`, `a and b`, `a, b and c`; a long list ends with how many more there are. */
export function enumerate(words: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

const MOST_NAMES = 3;

/** The entries of an `ErrorEquals` that are plain texts. */
export function errorNames(entries: readonly Node[]): string {
  return enumerate(
    entries.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : [])),
    MOST_NAMES,
  );
}

/** `once`, `5 times` */
export function countTimes(times: number | undefined): string {
  return times === 1 ? 'once' : `${times ?? 'several'} times`;
}

/** `once`, `up to 5 times` */
export function upToTimes(times: number | undefined): string {
  return times === 1 ? 'once' : `up to ${countTimes(times)}`;
}
