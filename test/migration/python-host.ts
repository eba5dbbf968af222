/** A Python process that runs handlers with stand-ins for the SDK. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Json } from '../../src/handlers/ir.ts';
import { PythonProcess } from './python-process.ts';

const FOLDER = path.join(import.meta.dirname, 'python');

export const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

export interface Request {
  readonly operation: string;
  readonly parameters: Json;
}

export interface HandlerRun {
  readonly requests: readonly Request[];
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** What is stored afterwards. */
  readonly store?: Json;
}

export interface HandlerOrder {
  readonly path: string;
  readonly handler: string;
  readonly event: Json;
  readonly reply: Json;
  readonly environment: Readonly<Record<string, string>>;
  readonly store?: Json;
}

export class PythonHost extends PythonProcess<HandlerOrder, HandlerRun> {
  constructor() {
    super(FOLDER);
  }
}
