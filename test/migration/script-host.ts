/** Runs JavaScript and TypeScript handlers with a stand-in for the SDK: bundled as they are, and called as Lambda does. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import type { Json } from '../../src/handlers/ir.ts';
import type { HandlerRun, Request } from './python-host.ts';

const FOLDER = path.join(import.meta.dirname, 'script');

interface Stub {
  readonly REQUESTS: Request[];
  readonly state: { reply: Json };
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

export class ScriptHost {
  readonly #stub = createRequire(import.meta.url)(path.join(FOLDER, 'stub.cjs')) as Stub;
  readonly #handlers = new Map<string, Promise<Handler>>();

  async run(name: string, event: Json, reply: Json): Promise<HandlerRun> {
    const handlers = this.#handlers;
    const handler = handlers.get(name) ?? this.#load(name);
    handlers.set(name, handler);
    const call = await handler;
    this.#stub.REQUESTS.length = 0;
    this.#stub.state.reply = reply;
    try {
      // What Lambda hands over is a copy, and what it takes back is JSON.
      const result = await call(JSON.parse(JSON.stringify(event)), {});
      return { requests: [...this.#stub.REQUESTS], result: JSON.parse(JSON.stringify(result ?? null)) as Json };
    } catch (error) {
      return { requests: [...this.#stub.REQUESTS], error: error instanceof Error ? error.name : 'Error' };
    }
  }

  async #load(name: string): Promise<Handler> {
    const { outputFiles } = await build({
      entryPoints: [path.join(FOLDER, 'handlers', name)],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      external: ['@aws-sdk/*'],
    });
    const module = { exports: {} as { handler: Handler } };
    const required = (id: string): unknown =>
      id.startsWith('@aws-sdk/') ? this.#stub : createRequire(import.meta.url)(id);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the handlers of this folder, bundled.
    const run = new Function('module', 'exports', 'require', 'console', outputFiles[0]!.text) as (
      ...args: unknown[]
    ) => void;
    run(module, module.exports, required, { log: () => undefined, error: () => undefined });
    return module.exports.handler;
  }
}
