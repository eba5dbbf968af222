/** Handlers that call a model in the middle of other work, and what their events and replies look like. */
import type { Json } from '../../../src/handlers/ir.ts';
import type { FieldKind, PythonCase } from '../python-cases.ts';

export interface SplitCase {
  /** `handlers/<name>.py`. */
  readonly name: string;
  readonly handler: string;
  readonly event: Readonly<Record<string, FieldKind>>;
  /** Members of every event, which are not made up. */
  readonly fixed?: Readonly<Record<string, Json>>;
  readonly reply?: NonNullable<PythonCase['reply']>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly objects?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, Json>>;
}

const CSV = 'region,amount\nnorth,12.5\nsouth , 3\n"west, far",0.1\nnorth,1e2\n';

export const SPLIT_CASES: readonly SplitCase[] = [
  {
    name: 'digest_report',
    handler: 'lambda_handler',
    event: { report_id: 'text' },
    fixed: { keys: ['a.txt', 'b.txt', 'empty.txt'] },
    environment: { BUCKET: 'notes' },
    objects: { 'a.txt': ' first \t note\n\n\n\nwith “quotes” & 😀', 'b.txt': 'second\\note', 'empty.txt': '  ' },
  },
  {
    name: 'csv_summary',
    handler: 'handler',
    event: { note: 'text' },
    fixed: { bucket: 'b', key: 'sales.csv' },
    reply: 'converse',
    objects: { 'sales.csv': CSV },
  },
  {
    name: 'ticket_triage',
    handler: 'lambda_handler',
    event: { ticket: { subject: 'text', text: 'text' }, attempts: 'number' },
  },
  {
    name: 'chat_turn',
    handler: 'lambda_handler',
    event: { message: 'text', system: 'text' },
    fixed: { session: 's1' },
    reply: 'converse',
    environment: { TABLE: 'chats' },
    items: {
      '{"session": "s1"}': {
        turns: [
          { role: 'user', text: 'hi' },
          { role: 'assistant', text: 'hello', n: 1 },
        ],
      },
    },
  },
  {
    name: 'rag_answer',
    handler: 'handler',
    event: { question: 'text' },
    reply: 'generate',
    environment: { KB_ID: 'KB1', MODEL_ARN: 'arn:aws:bedrock:eu-west-1::foundation-model/m' },
  },
  {
    name: 'kb_search',
    handler: 'lambda_handler',
    event: { terms: ['text'] },
    reply: 'retrieve',
    environment: { BUCKET: 'kb', LIMIT: '4' },
    objects: { 'index.json': '{"kb": "KB9", "titles": {"d1": "One"}}' },
  },
  { name: 'moderation', handler: 'handler', event: { body: 'promptJson' }, reply: 'titan' },
  {
    name: 'invoice_fields',
    handler: 'lambda_handler',
    event: {},
    fixed: { bucket: 'b', key: 'inv.txt', fields: { due: 'the due date' } },
    objects: { 'inv.txt': 'Invoice 7\ntotal: 5 EUR\n' },
  },
  { name: 'reminder', handler: 'handler', event: { name: 'text', tone: 'text', days: 'number' } },
];
