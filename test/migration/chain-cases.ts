/** Handlers with several calls, or with a call on one side of a branch, and what is stored when they start. */
import type { Gate, Json } from '../../src/handlers/ir.ts';
import type { Inputs } from './inputs.ts';
import type { FieldKind, PythonCase } from './python-cases.ts';
import type { Store } from './stores.ts';

export interface ChainCase {
  /** A file of `python/chains` or `script/chains`. */
  readonly file: string;
  readonly handler: string;
  /** `split`: guarded, with functions before and after the call. */
  readonly outcome: 'guarded' | 'split' | 'plan';
  /** Of a plan, all of them. */
  readonly gates?: readonly Gate[];
  readonly event?: Readonly<Record<string, FieldKind>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly reply?: NonNullable<PythonCase['reply']>;
  readonly store?: (event: Readonly<Record<string, Json>>, inputs: Inputs) => Store;
  /** Types of the new states, in their order, called by ARN without Retry and Catch. */
  readonly states?: readonly string[];
}

function texts(...values: readonly (Json | undefined)[]): readonly string[] {
  return values.flatMap((value) => (typeof value === 'string' ? [value] : []));
}

/** Mostly there, and mostly text. */
function objects(inputs: Inputs, places: readonly string[], text: () => string): Store {
  const found: Store['objects'] = {};
  for (const place of places) {
    if (inputs.chance(0.1)) continue;
    found[place] = inputs.chance(0.06) ? { bytes: [104, 233, 255, 33] } : text();
  }
  return { objects: found, tables: {} };
}

type Attributes = Readonly<Record<string, () => Json>>;

/** One table, whose item is mostly there; of its attributes some are missing or of another type. */
function items(
  inputs: Inputs,
  table: string,
  { key, values }: { readonly key: string; readonly values: readonly string[] },
  attributes: Attributes,
): Store {
  const rows = values.flatMap((value) => {
    if (value === '' || inputs.chance(0.3)) return [];
    const row: Record<string, Json> = { [key]: { S: value } };
    for (const [name, make] of Object.entries(attributes)) {
      if (inputs.chance(0.15)) continue;
      row[name] = inputs.chance(0.08) ? { N: '5' } : inputs.chance(0.05) ? { NULL: true } : make();
    }
    return [row];
  });
  return { objects: {}, tables: { [table]: { key: [key], items: rows } } };
}

const stored = (inputs: Inputs) => (): Json => ({ S: inputs.text() });

export const PYTHON_CHAINS: readonly ChainCase[] = [
  {
    file: 's3_summary.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { bucket: 'text', key: 'text' },
    store: ({ bucket, key }, inputs) =>
      objects(
        inputs,
        texts(key).map((one) => `${typeof bucket === 'string' ? bucket : ''}/${one}`),
        () => inputs.text(),
      ),
    states: ['Task', 'Task', 'Task'],
  },
  {
    file: 'prompt_table.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { prompt_id: 'text', input: 'text' },
    environment: { PROMPTS: 'prompts' },
    reply: 'converse',
    store: (event, inputs) =>
      items(
        inputs,
        'prompts',
        { key: 'id', values: texts(event.prompt_id) },
        {
          template: () => ({ S: `Do {{input}} ${inputs.text()}` }),
          tone: stored(inputs),
        },
      ),
    states: ['Task', 'Choice', 'Pass', 'Task'],
  },
  {
    file: 'cache_lookup.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { question: 'text' },
    store: (event, inputs) =>
      items(inputs, 'answers', { key: 'question', values: texts(event.question) }, { answer: stored(inputs) }),
    states: ['Task', 'Choice', 'Pass', 'Task', 'Task'],
  },
  {
    file: 'status_writeback.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { job: 'text', text: 'text' },
    environment: { JOBS: 'jobs' },
    store: (event, inputs) =>
      items(inputs, 'jobs', { key: 'job', values: texts(event.job) }, { status: stored(inputs) }),
    states: ['Task', 'Task', 'Task'],
  },
  {
    file: 'two_models.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { text: 'text' },
    states: ['Task', 'Task'],
  },
  {
    file: 'feature_flag.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { text: 'text', summarise: 'flag' },
    reply: 'converse',
    states: ['Choice', 'Task', 'Pass'],
  },
  {
    file: 'json_document.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { key: 'text' },
    store: ({ key }, inputs) =>
      objects(
        inputs,
        texts(key).map((one) => `intake-bucket/${one}`),
        () =>
          inputs.chance(0.1)
            ? 'no json'
            : JSON.stringify({ name: inputs.text(), ...(inputs.chance(0.5) ? { notes: inputs.text() } : {}) }),
      ),
    states: ['Task', 'Task', 'Task'],
  },
  {
    file: 'raise_missing.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { customer: 'text', matter: 'text' },
    reply: 'converse',
    store: (event, inputs) =>
      items(inputs, 'customers', { key: 'id', values: texts(event.customer) }, { name: stored(inputs) }),
    states: ['Task', 'Task'],
  },
  {
    file: 'either_model.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { mode: 'mode', text: 'text' },
    reply: 'converse',
    states: ['Choice', 'Task', 'Task'],
  },
  {
    file: 'short_text.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { text: 'text' },
    reply: 'converse',
    states: ['Choice', 'Pass', 'Task'],
  },
  {
    file: 'inline_if.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { id: 'text', label: 'text', text: 'text', fresh: 'flag' },
    store: (event, inputs) =>
      items(inputs, 'labels', { key: 'id', values: texts(event.id) }, { label: stored(inputs) }),
    states: ['Choice', 'Task', 'Task', 'Task'],
  },
  {
    file: 'two_objects.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { key: 'text' },
    environment: { BUCKET: 'docs' },
    store: ({ key }, inputs) =>
      objects(
        inputs,
        ['prompts/system.txt', ...texts(key)].map((one) => `docs/${one}`),
        () => inputs.text(),
      ),
    states: ['Task', 'Task', 'Task'],
  },
  {
    file: 'profile_cache.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { user: 'text' },
    environment: { PROFILES: 'profiles' },
    reply: 'converse',
    store: (event, inputs) =>
      items(
        inputs,
        'profiles',
        { key: 'user', values: texts(event.user) },
        { bio: stored(inputs), hint: stored(inputs) },
      ),
    states: ['Task', 'Choice', 'Pass', 'Task', 'Task'],
  },
  { file: 'split_put_text.py', handler: 'handler', outcome: 'split' },
  { file: 'plan_whole_item.py', handler: 'handler', outcome: 'plan', gates: ['pure-ops'] },
  { file: 'split_clock.py', handler: 'handler', outcome: 'split' },
  { file: 'split_late_read.py', handler: 'handler', outcome: 'split' },
  { file: 'split_query.py', handler: 'handler', outcome: 'split' },
  { file: 'plan_failed_status.py', handler: 'handler', outcome: 'plan', gates: ['effects'] },
  { file: 'plan_number_attribute.py', handler: 'handler', outcome: 'plan', gates: ['pure-ops'] },
];

export const SCRIPT_CHAINS: readonly ChainCase[] = [
  {
    file: 'summarise-object.mjs',
    handler: 'handler',
    outcome: 'guarded',
    event: { key: 'text' },
    environment: { BUCKET: 'docs' },
    store: ({ key }, inputs) =>
      objects(
        inputs,
        texts(key).map((one) => `docs/${one}`),
        () => inputs.text(),
      ),
    states: ['Task', 'Task', 'Task'],
  },
  {
    file: 'cached-answer.ts',
    handler: 'handler',
    outcome: 'guarded',
    event: { question: 'text' },
    environment: { TABLE: 'answers' },
    reply: 'converse',
    store: (event, inputs) =>
      items(inputs, 'answers', { key: 'question', values: texts(event.question) }, { answer: stored(inputs) }),
    states: ['Task', 'Choice', 'Pass', 'Task', 'Task'],
  },
  {
    file: 'early-return.js',
    handler: 'handler',
    outcome: 'guarded',
    event: { text: 'text' },
    reply: 'converse',
    states: ['Choice', 'Pass', 'Choice', 'Task', 'Pass'],
  },
  {
    file: 'job-status.mjs',
    handler: 'handler',
    outcome: 'guarded',
    event: { job: 'text' },
    store: (event, inputs) => items(inputs, 'jobs', { key: 'job', values: texts(event.job) }, { text: stored(inputs) }),
    states: ['Task', 'Task', 'Task', 'Task'],
  },
  { file: 'plan-drops-undefined.ts', handler: 'handler', outcome: 'plan', gates: ['types'] },
  { file: 'plan-stream-body.mjs', handler: 'handler', outcome: 'plan', gates: ['effects', 'pure-ops'] },
];
