/** A Python process that runs handlers, old ones and the two made of them, with stand-ins for models, S3 and DynamoDB. */
import path from 'node:path';
import type { Json } from '../../../src/handlers/ir.ts';
import type { HandlerRun } from '../python-host.ts';
import { PythonProcess } from '../python-process.ts';

const FOLDER = path.join(import.meta.dirname, 'python');

export interface SplitOrder {
  readonly path: string;
  readonly text: string;
  readonly handler: string;
  readonly event: Json;
  readonly environment: Readonly<Record<string, string>>;
  readonly state: {
    readonly reply: Json;
    readonly objects: Readonly<Record<string, string>>;
    readonly items: Readonly<Record<string, Json>>;
  };
}

export class SplitHost extends PythonProcess<SplitOrder, HandlerRun> {
  constructor() {
    super(FOLDER);
  }
}
