/**
 * Runs JavaScript and TypeScript handlers, each in a process of its own with the real clients of the SDK, against services on the
 * loopback address. The clients' own retries show in the requests.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import type { Json } from '../../src/handlers/ir.ts';
import type { HandlerRun } from './python-host.ts';
import type { Store } from './stores.ts';
import { FakeServices } from './services/fake-services.ts';

const FOLDER = path.join(import.meta.dirname, 'script');

/** Enough for a client to sign with; no file or service of credentials is asked. */
const ACCOUNT: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: path.join(FOLDER, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: path.join(FOLDER, 'none'),
};

export interface RunOptions {
  /** What is kept before the run. */
  readonly store?: Store;
  readonly environment?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly result?: Json;
  readonly error?: string;
  readonly message?: string;
}

export class ScriptHost {
  readonly services: FakeServices;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #children = new Map<string, Promise<ChildProcess>>();
  #endpoints: Promise<Readonly<Record<string, string>>> | undefined;

  constructor(environment: Readonly<Record<string, string>> = {}, services = new FakeServices()) {
    this.#environment = environment;
    this.services = services;
  }

  /**
   * `file` is below the folder of scripts. One at a time: the requests are those of this run. `environment` is that of the
   * first run of a file.
   */
  async run(file: string, event: Json, reply: Json, { store, environment = {} }: RunOptions = {}): Promise<HandlerRun> {
    const started = this.#children.get(file) ?? this.#start(file, environment);
    this.#children.set(file, started);
    const child = await started;
    this.services.taken();
    this.services.reply = reply;
    if (store !== undefined) this.services.load(store);
    const { result, error } = await ask(child, { event });
    const requests = this.services.taken();
    const stored = store === undefined ? {} : { store: this.services.stored() as unknown as Json };
    return error === undefined ? { requests, result: result ?? null, ...stored } : { requests, error, ...stored };
  }

  async close(): Promise<void> {
    for (const child of await Promise.allSettled(this.#children.values()))
      if (child.status === 'fulfilled') child.value.kill();
    this.services.close();
  }

  async #start(file: string, environment: RunOptions['environment']): Promise<ChildProcess> {
    this.#endpoints ??= this.services.start();
    const env = {
      PATH: process.env.PATH,
      ...ACCOUNT,
      ...(await this.#endpoints),
      ...this.#environment,
      ...environment,
    };
    const child = fork(path.join(FOLDER, 'child.cjs'), { env, stdio: 'ignore', execArgv: [] });
    const filename = path.join(FOLDER, file);
    const { outputFiles } = await build({
      entryPoints: [filename],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      external: ['@aws-sdk/*'],
      logLevel: 'error',
    });
    const { error, message } = await ask(child, { code: outputFiles[0]!.text, filename });
    if (error !== undefined) throw new Error(`${file} does not load: ${message}`);
    return child;
  }
}

function ask(child: ChildProcess, order: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`the handler's process ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (answer) => {
      child.off('exit', gone);
      resolve(answer as Answer);
    });
    child.send(order);
  });
}
