/** Counts, by rule and host, how often fixes landed and how often they were refused, and writes that as a document. */

interface Cell {
  tried: number;
  refused: number;
}

export class RefusalTable {
  readonly #hosts: readonly string[];
  readonly #rows = new Map<string, Map<string, Cell>>();
  readonly #reasons = new Map<string, number>();

  constructor(hosts: readonly string[]) {
    this.#hosts = hosts;
  }

  add(rule: string, host: string, reasons: readonly string[]): void {
    const row = this.#rows.get(rule) ?? new Map<string, Cell>();
    this.#rows.set(rule, row);
    const cell = row.get(host) ?? { tried: 0, refused: 0 };
    row.set(host, cell);
    cell.tried++;
    if (reasons.length > 0) cell.refused++;
    for (const reason of reasons) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  alwaysRefused(): readonly string[] {
    return [...this.#rows].flatMap(([rule, row]) =>
      [...row].flatMap(([host, { tried, refused }]) => (tried === refused ? [`${rule} in ${host}`] : [])),
    );
  }

  markdown(): string {
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, row]) => this.#row(rule, row));
    const reasons = [...this.#reasons].sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      '# Where fixes land',
      '',
      'Every fixture of a rule that its fixes change is written in each of the hosts below and fixed there. A number',
      'counts definitions; `refused` means that at least one fix could not be written into that host, which the finding',
      'then says. Made by `test/rehost/fixes.test.ts`.',
      '',
      `Hosts: ${this.#hosts.join('; ')}.`,
      '',
      '| Rule | Definitions | Hosts without a refusal | Refused in |',
      '| --- | ---: | ---: | --- |',
      ...rows,
      '',
      ...(reasons.length === 0 ? [] : ['Reasons:', '', ...reasons.map(([text, count]) => `- ${text}: ${count}`), '']),
    ].join('\n');
  }

  #row(rule: string, row: ReadonlyMap<string, Cell>): string {
    const refused = [...row].filter(([, cell]) => cell.refused > 0);
    const where = refused.map(([host, cell]) => `${host} (${cell.refused} of ${cell.tried})`).join('; ');
    const tried = Math.max(...[...row.values()].map((cell) => cell.tried));
    return `| ${rule} | ${tried} | ${row.size - refused.length} of ${row.size} | ${where} |`;
  }
}
