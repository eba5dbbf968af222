/** A Python process that runs handlers with stand-ins for the SDK. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Json } from '../../src/handlers/ir.ts';

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
  /** What is stored afterwards. */
  readonly store?: Json;
}

export class PythonHost {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((line: string) => void)[] = [];
  #errors = '';

  constructor() {
    const env = {
      ...process.env,
      PYTHONPATH: path.join(FOLDER, 'stubs'),
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_REGION: 'eu-west-1',
    };
    this.#process = spawn('python3', [path.join(FOLDER, 'host.py')], { env });
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    // Whoever waits for an answer gets none.
    this.#process.on('exit', () => {
      for (const resolve of this.#waiting) resolve(JSON.stringify({ requests: [], error: this.#errors }));
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async run(order: {
    readonly path: string;
    readonly handler: string;
    readonly event: Json;
    readonly reply: Json;
    readonly environment: Readonly<Record<string, string>>;
    readonly store?: Json;
  }): Promise<HandlerRun> {
    const line = new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
    });
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
    return JSON.parse(await line) as HandlerRun;
  }

  close(): void {
    this.#process.kill();
  }
}
