/** Handlers written for these tests in the ways that people write them, and what is to become of each. */
import type { Gate, Json } from '../../src/handlers/ir.ts';

export type FieldKind =
  | 'text'
  | 'promptJson'
  | 'list'
  | 'number'
  | 'json'
  | 'flag'
  | 'mode'
  | { readonly [name: string]: FieldKind }
  | readonly [FieldKind];

export interface PythonCase {
  /** `handlers/<name>.py`. */
  readonly name: string;
  readonly handler: string;
  /** `split`: guarded as well, in two functions; see the folder of that name. */
  readonly outcome: 'safe' | 'guarded' | 'split' | 'plan' | 'noModel';
  /** Of a plan, all of them. */
  readonly gates?: readonly Gate[];
  /** What the event mostly looks like. */
  readonly event?: Readonly<Record<string, FieldKind>>;
  readonly environment?: Readonly<Record<string, Json>>;
  readonly reply?: 'claude' | 'titan' | 'converse' | 'retrieve' | 'generate';
}

export const PYTHON_CASES: readonly PythonCase[] = [
  { name: 'summarise', handler: 'lambda_handler', outcome: 'guarded', event: { doc: 'text' } },
  { name: 'classify', handler: 'lambda_handler', outcome: 'guarded', event: { lang: 'text', text: 'text' } },
  { name: 'pass_through', handler: 'lambda_handler', outcome: 'safe', event: { messages: 'json' } },
  {
    name: 'converse_question',
    handler: 'lambda_handler',
    outcome: 'safe',
    event: { question: 'text' },
    environment: { MODEL: 'amazon.nova-lite-v1:0' },
    reply: 'converse',
  },
  {
    name: 'converse_history',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { turns: [{ role: 'text', text: 'text' }] },
    reply: 'converse',
  },
  { name: 'retrieve_chunks', handler: 'lambda_handler', outcome: 'safe', event: { query: 'text' }, reply: 'retrieve' },
  { name: 'rag', handler: 'lambda_handler', outcome: 'guarded', event: { question: 'text' }, reply: 'generate' },
  { name: 'defaults', handler: 'handler', outcome: 'guarded', event: { tone: 'text', title: 'text', extra: 'text' } },
  { name: 'validates', handler: 'handler', outcome: 'safe', event: { text: 'text' } },
  { name: 'optional_system', handler: 'handler', outcome: 'safe', event: { text: 'text', system: 'text' } },
  { name: 'titan', handler: 'handler', outcome: 'safe', event: { text: 'text' }, reply: 'titan' },
  {
    name: 'list_prompt',
    handler: 'handler',
    outcome: 'guarded',
    event: { items: [{ name: 'text', note: 'text', keep: 'number' }] },
  },
  {
    name: 'replace_prompt',
    handler: 'handler',
    outcome: 'safe',
    event: { name: 'text', text: 'text' },
    environment: { MODEL: 'anthropic.claude-3-haiku-20240307-v1:0' },
  },
  {
    name: 'numbers',
    handler: 'handler',
    outcome: 'safe',
    event: { text: 'text', mode: 'number', temperature: 'number' },
  },
  { name: 'quotes', handler: 'handler', outcome: 'safe', event: { text: 'text' } },
  {
    name: 'nested',
    handler: 'handler',
    outcome: 'safe',
    event: { detail: { id: 'number', review: { text: 'text' } } },
  },
  { name: 'api_event', handler: 'handler', outcome: 'guarded', event: { body: 'promptJson' } },
  { name: 'parse_answer', handler: 'handler', outcome: 'guarded', event: { text: 'text' } },
  { name: 'unused_read', handler: 'handler', outcome: 'safe', event: { tenant: 'text', late: 'text' } },
  { name: 'early_return', handler: 'handler', outcome: 'safe', event: { text: 'text', raw: 'number' } },
  { name: 'plan_swallows', handler: 'handler', outcome: 'plan', gates: ['pure-ops', 'errors'] },
  { name: 'each_item', handler: 'handler', outcome: 'guarded', event: { items: ['text'] } },
  { name: 'plan_clock', handler: 'handler', outcome: 'plan', gates: ['nondet', 'context'] },
  { name: 'plan_stream', handler: 'handler', outcome: 'plan', gates: ['one-call'] },
  { name: 'guarded_call', handler: 'handler', outcome: 'guarded', event: { text: 'text' } },
  { name: 'plan_context', handler: 'handler', outcome: 'plan', gates: ['context', 'pure-ops'] },
  { name: 'plan_concatenated', handler: 'handler', outcome: 'split' },
  { name: 'plan_agent', handler: 'handler', outcome: 'plan', gates: ['one-call'] },
  { name: 'plan_usage', handler: 'handler', outcome: 'split' },
  { name: 'plan_dumps', handler: 'handler', outcome: 'split' },
  { name: 'plan_list', handler: 'handler', outcome: 'split' },
  { name: 'plan_global', handler: 'handler', outcome: 'plan', gates: ['effects'] },
  { name: 'plan_alias', handler: 'handler', outcome: 'split' },
  { name: 'closures', handler: 'handler', outcome: 'safe', event: { text: 'text', debug: 'text' } },
  { name: 'no_model', handler: 'handler', outcome: 'noModel' },
];
