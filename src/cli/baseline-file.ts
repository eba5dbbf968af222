/**
 * The baseline of a run as a file: read and checked, compared with, written. What it means is in `engine/baseline.ts`.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BASELINE_VERSION, baselineOf, baselineText, compareWithBaseline } from '../engine/baseline.ts';
import type { BaselineEntry, Coverage } from '../engine/baseline.ts';
import type { LintResult } from '../engine/diagnostic.ts';
import type { RuleSelection } from '../engine/selection.ts';
import type { Node } from '../tree/node.ts';
import { configurationError, readNamedConfiguration } from './configuration-file.ts';
import type { Inputs } from './inputs.ts';
import { UsageError } from './options.ts';

export interface BaselineOptions {
  /** Absolute; undefined: no baseline. */
  readonly file: string | undefined;
  readonly updates: boolean;
}

export interface BaselineOutcome {
  readonly result: LintResult;
  readonly notes: readonly string[];
}

/** Reads the file before anything is linted, so that a faulty one is told at once. */
export async function openBaseline({ file, updates }: BaselineOptions, inputs: Inputs): Promise<Baseline | undefined> {
  if (file === undefined) return undefined;
  if (!existsSync(file)) {
    if (updates) return new Baseline({ file, entries: undefined, updates }, inputs);
    const shown = inputs.files.display(file);
    throw new UsageError(`the baseline ${shown} does not exist; --update-baseline writes it`);
  }
  const entries = readEntries(await readNamedConfiguration(file, inputs.files));
  return new Baseline({ file, entries, updates }, inputs);
}

interface OpenBaseline {
  readonly file: string;
  /** Undefined for a file that is still to be written. */
  readonly entries: readonly BaselineEntry[] | undefined;
  readonly updates: boolean;
}

export class Baseline {
  readonly #file: string;
  readonly #entries: readonly BaselineEntry[] | undefined;
  readonly #updates: boolean;
  readonly #inputs: Inputs;

  constructor({ file, entries, updates }: OpenBaseline, inputs: Inputs) {
    this.#file = file;
    this.#entries = entries;
    this.#updates = updates;
    this.#inputs = inputs;
  }

  apply(result: LintResult, selection: RuleSelection): BaselineOutcome {
    return this.#updates ? this.#update(result, selection) : this.#compare(result, selection);
  }

  /** The result without what the baseline holds. */
  #compare(result: LintResult, selection: RuleSelection): BaselineOutcome {
    const compared = compareWithBaseline(result, this.#entries ?? [], this.#name, this.#coverage(result, selection));
    const count = compared.stale.length;
    const what = count === 1 ? 'a finding that is gone' : `${count} findings that are gone`;
    const notes = count === 0 ? [] : [`the baseline ${this.#name} holds ${what}; --update-baseline drops them`];
    return { result: compared.result, notes };
  }

  /** Writes what the result shows, drops what is gone; nothing that it shows is left over. */
  #update(result: LintResult, selection: RuleSelection): BaselineOutcome {
    const before = this.#entries ?? [];
    const { stale } = compareWithBaseline(result, before, this.#name, this.#coverage(result, selection));
    const gone = new Set(stale);
    const kept = before.filter((entry) => !gone.has(entry));
    const entries = baselineOf(result, kept);
    this.#write(baselineText(entries));
    const added = entries.length - new Set(kept.map(({ fingerprint }) => fingerprint)).size;
    const changes = this.#entries === undefined ? '' : ` (${added} new, ${stale.length} dropped)`;
    const note = `wrote the baseline ${this.#name} with ${entries.length} ${entries.length === 1 ? 'finding' : 'findings'}${changes}`;
    const coverage: Coverage = { looksAt: () => false, runs: () => false };
    return { result: compareWithBaseline(result, entries, this.#name, coverage).result, notes: [note] };
  }

  get #name(): string {
    return this.#inputs.files.display(this.#file);
  }

  #coverage(result: LintResult, selection: RuleSelection): Coverage {
    const { files, inputs } = this.#inputs;
    const looked = new Set([...result.files, ...inputs.map((input) => files.display(input.path))]);
    return {
      looksAt: (file) => looked.has(file) || !existsSync(path.resolve(files.root, file)),
      // A rule that no longer exists finds nothing any more.
      runs: (rule, file) => !selection.knownIds.has(rule) || selection.runsThroughout(rule, file),
    };
  }

  #write(text: string): void {
    try {
      writeFileSync(this.#file, text);
    } catch (error) {
      throw new UsageError(
        `${this.#name} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

function readEntries(root: Node): readonly BaselineEntry[] {
  if (root.kind !== 'object') throw configurationError(root, 'a baseline is an object');
  const version = root.get('version');
  if (version?.kind !== 'number' || version.value !== BASELINE_VERSION) {
    throw configurationError(version ?? root, `a baseline of version ${BASELINE_VERSION} is wanted`);
  }
  const findings = root.get('findings');
  if (findings?.kind !== 'array') throw configurationError(findings ?? root, 'a baseline has a list of findings');
  return findings.items.map(readEntry);
}

function readEntry(node: Node): BaselineEntry {
  const machine = textOf(node, 'machine');
  const state = textOf(node, 'state');
  return {
    rule: requiredText(node, 'rule'),
    file: requiredText(node, 'file'),
    ...(machine === undefined ? {} : { machine }),
    ...(state === undefined ? {} : { state }),
    message: requiredText(node, 'message'),
    fingerprint: requiredText(node, 'fingerprint'),
  };
}

function requiredText(node: Node, name: string): string {
  const text = textOf(node, name);
  if (text === undefined) throw configurationError(node, `a finding of a baseline has a text for ${name}`);
  return text;
}

/** A text with a placeholder in it is a text all the same. */
function textOf(node: Node, name: string): string | undefined {
  const value = node.kind === 'object' ? node.get(name) : undefined;
  if (value?.kind === 'unknown') return value.template;
  return value?.kind === 'string' ? value.value : undefined;
}
