/** Handlers that do something about a failed call, written for these tests, and what is to become of each. */
import type { Gate } from '../../src/handlers/ir.ts';
import type { FieldKind, PythonCase } from './python-cases.ts';

export interface FailureCase {
  readonly file: string;
  readonly handler: string;
  readonly outcome: 'guarded' | 'plan';
  readonly event: Readonly<Record<string, FieldKind>>;
  readonly reply: NonNullable<PythonCase['reply']>;
  /** Of a plan: the line of each reason. */
  readonly refusal?: readonly number[];
  /** Of a plan: the gates, where they are others than `errors`. */
  readonly gates?: readonly Gate[];
  /** It is a plan where the task has Retry or Catch for failures of the function itself. */
  readonly staysHandled?: true;
}

export const FAILURE_CASES: readonly FailureCase[] = [
  // Loops of attempts.
  {
    file: 'retry_backoff.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { article: 'text' },
    reply: 'claude',
  },
  { file: 'retry_while.py', handler: 'handler', outcome: 'guarded', event: { question: 'text' }, reply: 'converse' },
  { file: 'retry_any.py', handler: 'handler', outcome: 'guarded', event: { text: 'text' }, reply: 'claude' },
  { file: 'with_retry.py', handler: 'handler', outcome: 'guarded', event: { query: 'text' }, reply: 'retrieve' },
  { file: 'retry_then_value.py', handler: 'handler', outcome: 'guarded', event: { title: 'text' }, reply: 'titan' },
  { file: 'with-retry.mjs', handler: 'handler', outcome: 'guarded', event: { text: 'text' }, reply: 'converse' },
  { file: 'retry-throws.js', handler: 'handler', outcome: 'guarded', event: { prompt: 'text' }, reply: 'claude' },
  // Values in place of an answer.
  {
    file: 'swallow_client.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { ticket: { id: 'number', text: 'text' } },
    reply: 'claude',
    staysHandled: true,
  },
  {
    file: 'swallow_all.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { review: { text: 'text' } },
    reply: 'claude',
  },
  { file: 'fallback_none.py', handler: 'handler', outcome: 'guarded', event: { question: 'text' }, reply: 'generate' },
  {
    file: 'catch-value.ts',
    handler: 'handler',
    outcome: 'guarded',
    event: { query: 'text', tenant: 'text' },
    reply: 'retrieve',
    staysHandled: true,
  },
  // One call for each item.
  {
    file: 'per_item.py',
    handler: 'handler',
    outcome: 'guarded',
    event: { reviews: [{ id: 'number', text: 'text' }], tone: 'text' },
    reply: 'claude',
  },
  { file: 'per_item_list.py', handler: 'handler', outcome: 'guarded', event: { words: ['text'] }, reply: 'converse' },
  {
    file: 'per_item_swallow.py',
    handler: 'lambda_handler',
    outcome: 'guarded',
    event: { docs: [{ key: 'text', body: 'text' }] },
    reply: 'titan',
  },
  {
    file: 'per-item.mjs',
    handler: 'handler',
    outcome: 'guarded',
    event: { questions: ['text'], base: 'text' },
    reply: 'retrieve',
  },
  // What stays.
  { file: 'plan_error_text.py', handler: 'handler', outcome: 'plan', event: {}, reply: 'claude', refusal: [9] },
  { file: 'plan_retry_text.py', handler: 'handler', outcome: 'plan', event: {}, reply: 'converse', refusal: [10] },
  { file: 'plan_swallow_part.py', handler: 'handler', outcome: 'plan', event: {}, reply: 'claude', refusal: [8] },
  { file: 'plan_stray.py', handler: 'handler', outcome: 'plan', event: {}, reply: 'claude', refusal: [10] },
  { file: 'plan-status.js', handler: 'handler', outcome: 'plan', event: {}, reply: 'converse', refusal: [14] },
  {
    file: 'plan_asks_again.py',
    handler: 'handler',
    outcome: 'plan',
    event: {},
    reply: 'claude',
    gates: ['one-call', 'errors'],
    refusal: [7, 11],
  },
  {
    file: 'plan_item_total.py',
    handler: 'handler',
    outcome: 'plan',
    event: {},
    reply: 'converse',
    gates: ['pure-ops'],
    refusal: [7],
  },
];
