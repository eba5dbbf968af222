/** A Python process that answers orders, a line of JSON for each. Whoever waits when it ends is told what it printed. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export class PythonProcess<Order, Answer> {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((line: string) => void)[] = [];
  #errors = '';

  /** `folder` has the program `host.py`, and stand-ins for packages in `stubs`. */
  constructor(folder: string) {
    const env = {
      ...process.env,
      PYTHONPATH: path.join(folder, 'stubs'),
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_REGION: 'eu-west-1',
    };
    this.#process = spawn('python3', [path.join(folder, 'host.py')], { env });
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#process.on('exit', () => {
      for (const resolve of this.#waiting) resolve(JSON.stringify({ requests: [], error: this.#errors }));
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async run(order: Order): Promise<Answer> {
    const line = new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
    });
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
    return JSON.parse(await line) as Answer;
  }

  close(): void {
    this.#process.kill();
  }
}
