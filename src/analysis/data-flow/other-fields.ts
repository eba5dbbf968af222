/** Evaluates, for a recorder, the fields of a state that do not decide what it hands on. */
import type { State } from '../../asl/model.ts';
import type { Node, ObjectNode } from '../../tree/node.ts';
import type { FieldReader } from './field-reader.ts';
import type { Transfer } from './transfer.ts';

/** Handled by `Transfer`. */
const TRANSFERRED: readonly string[] = [
  ...['InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Output', 'Assign', 'Result', 'Items', 'ItemsPath'],
  ...['ItemSelector', 'Retry', 'Catch', 'Choices', 'Branches', 'ItemProcessor', 'Iterator'],
];

/** Texts that are never read as expressions. */
const TEXTS: readonly string[] = ['Type', 'Comment', 'QueryLanguage', 'Next', 'Resource', 'End', 'Default', 'Label'];

const PATHS: readonly string[] = ['ErrorPath', 'CausePath'];

export function readOtherFields(transfer: Transfer, reader: FieldReader): void {
  const { state } = transfer;
  if (state.queryLanguage === 'unknown') return;
  const fields = new OtherFields(transfer, reader);
  for (const { key, value } of state.node.entries) {
    const name = key.value;
    if (TRANSFERRED.includes(name) || TEXTS.includes(name)) continue;
    if (name === 'Parameters' && state.type !== 'Task') continue;
    if (name === 'Arguments' && state.type === 'Parallel') continue;
    fields.read(value, name);
  }
  if (state.type === 'Choice') fields.choices(state.node.get('Choices'));
}

class OtherFields {
  readonly #transfer: Transfer;
  readonly #reader: FieldReader;
  readonly #state: State;

  constructor(transfer: Transfer, reader: FieldReader) {
    this.#transfer = transfer;
    this.#reader = reader;
    this.#state = transfer.state;
  }

  read(value: Node, name: string): void {
    if (this.#state.queryLanguage === 'JSONata') {
      this.#reader.jsonata(value, name, this.#transfer.jsonataRoots());
      return;
    }
    const roots = this.#transfer.pathRoots(this.#transfer.effective());
    if (PATHS.includes(name) || name.endsWith('Path')) this.#reader.path(value, name, roots);
    else if (value.kind === 'object') this.#reader.template(value, name, roots);
  }

  choices(choices: Node | undefined): void {
    if (choices?.kind !== 'array') return;
    for (const [i, rule] of choices.items.entries()) {
      if (rule.kind === 'object') this.#rule(rule, `Choices[${i}]`);
    }
  }

  #rule(rule: ObjectNode, field: string): void {
    const condition = rule.get('Condition');
    if (this.#state.queryLanguage === 'JSONata') {
      if (condition !== undefined) this.#reader.jsonata(condition, `${field}.Condition`, this.#transfer.jsonataRoots());
      return;
    }
    const roots = this.#transfer.pathRoots(this.#transfer.effective());
    for (const { key, value } of rule.entries) {
      const inner = `${field}.${key.value}`;
      if (key.value === 'Variable' || key.value.endsWith('Path')) this.#reader.path(value, inner, roots);
      else if (key.value === 'Not' && value.kind === 'object') this.#rule(value, inner);
      else if ((key.value === 'And' || key.value === 'Or') && value.kind === 'array') {
        for (const [i, item] of value.items.entries()) if (item.kind === 'object') this.#rule(item, `${inner}[${i}]`);
      }
    }
  }
}
