/** Runs JavaScript handlers from their text with stand-ins for the clients, and calls them as Lambda does. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { transform } from 'esbuild';
import type { Json } from '../../../src/handlers/ir.ts';
import type { HandlerRun, Request } from '../python-host.ts';

interface Stub {
  readonly REQUESTS: Request[];
  readonly state: { reply: Json; objects: Json; items: Json };
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

const STUB = createRequire(import.meta.url)(path.join(import.meta.dirname, 'script', 'stub.cjs')) as Stub;
const QUIET = { log: () => undefined, error: () => undefined };
const LOADED = new Map<string, Promise<Handler>>();

export async function runScript(text: string, event: Json, state: Stub['state']): Promise<HandlerRun> {
  const loading = LOADED.get(text) ?? load(text);
  LOADED.set(text, loading);
  const handler = await loading;
  STUB.REQUESTS.length = 0;
  Object.assign(STUB.state, JSON.parse(JSON.stringify(state)));
  try {
    const result = await handler(JSON.parse(JSON.stringify(event)), {});
    return { requests: [...STUB.REQUESTS], result: JSON.parse(JSON.stringify(result ?? null)) as Json };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('no error');
    return { requests: [...STUB.REQUESTS], error: name, cause: message };
  }
}

async function load(text: string): Promise<Handler> {
  const { code } = await transform(text, { format: 'cjs', loader: 'js' });
  const module = { exports: {} as { handler: Handler } };
  const required = (id: string): unknown => (id.startsWith('@aws-sdk/') ? STUB : createRequire(import.meta.url)(id));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the handlers of this folder, and what is made of them.
  const run = new Function('module', 'exports', 'require', 'console', code) as (...args: unknown[]) => void;
  run(module, module.exports, required, QUIET);
  return module.exports.handler;
}
