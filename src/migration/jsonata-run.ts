/**
 * Runs the expressions of a state on given data, for the check of a migration: the `jsonata` library with what the
 * service adds and takes away. An expression that gives nothing fails, as it does in the service. Importing this module
 * loads the library.
 */
import jsonata from 'jsonata-service';
import type { Json } from '../handlers/ir.ts';

export class QueryFailure extends Error {}

export interface States {
  readonly input: Json;
  readonly result?: Json;
  readonly context?: Json;
}

/** Variables of the machine, by their names without `$`. */
export type Variables = ReadonlyMap<string, Json>;

const NO_VARIABLES: Variables = new Map();

type Compiled = ReturnType<typeof jsonata>;

export class JsonataRunner {
  readonly #compiled = new Map<string, Compiled>();

  /** A value with expressions in its strings. */
  async template(template: Json, states: States, variables = NO_VARIABLES): Promise<Json> {
    if (typeof template === 'string') {
      if (!template.startsWith('{%') || !template.endsWith('%}')) return template;
      const value = await this.expression(template.slice(2, -2), states, variables);
      if (value === undefined) throw new QueryFailure('an expression gives nothing');
      return value;
    }
    if (Array.isArray(template)) {
      const items: Json[] = [];
      for (const item of template as readonly Json[]) items.push(await this.template(item, states, variables));
      return items;
    }
    if (typeof template !== 'object' || template === null) return template;
    const found: [string, Json][] = [];
    for (const [key, value] of Object.entries(template))
      found.push([key, await this.template(value, states, variables)]);
    return Object.fromEntries(found);
  }

  async expression(text: string, states: States, variables = NO_VARIABLES): Promise<Json | undefined> {
    try {
      const value: unknown = await this.#compile(text).evaluate({}, { ...Object.fromEntries(variables), states });
      if (typeof value === 'function') throw new QueryFailure('a function');
      // A copy without the marks that the library puts on lists.
      return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
    } catch (error) {
      if (error instanceof QueryFailure) throw error;
      throw new QueryFailure(describe(error));
    }
  }

  #compile(text: string): Compiled {
    const known = this.#compiled.get(text);
    if (known !== undefined) return known;
    const compiled = jsonata(text);
    compiled.registerFunction('parse', (value: string) => JSON.parse(value) as unknown, '<s:x>');
    this.#compiled.set(text, compiled);
    return compiled;
  }
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return String(error.message);
}
