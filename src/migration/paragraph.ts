/** Text broken into lines for a terminal of the usual width. */

const WIDTH = 100;

/** The first line begins with `first`, the others are indented as far as its text. */
export function paragraph(first: string, text: string): readonly string[] {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && first.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one, i) => `${i === 0 ? first : indent}${one}`);
}
