/** A Python process that runs handlers, old ones and the two made of them, with stand-ins for models, S3 and DynamoDB. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Json } from '../../../src/handlers/ir.ts';
import type { Request } from '../python-host.ts';

const FOLDER = path.join(import.meta.dirname, 'python');

export interface SplitRun {
  readonly requests: readonly Request[];
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: string;
}

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

export class SplitHost {
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
    this.#process.on('exit', () => {
      for (const resolve of this.#waiting) resolve(JSON.stringify({ requests: [], error: this.#errors }));
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async run(order: SplitOrder): Promise<SplitRun> {
    const line = new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
    });
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
    return JSON.parse(await line) as SplitRun;
  }

  close(): void {
    this.#process.kill();
  }
}
