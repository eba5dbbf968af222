/**
 * The services that handlers call, on the loopback address: records every request, answers calls of models as the test says, and
 * keeps objects and items in memory. Each service has a path of its own under one address, so that no request is guessed.
 */
import type { Json } from '../../../src/handlers/ir.ts';
import { failed, modelReply, modelRequest } from './model-services.ts';
import {
  MemoryObjects,
  MemoryTables,
  objectFailure,
  objectReply,
  objectRequest,
  tableReply,
  tableRequest,
} from './stores.ts';
import type { Store } from '../stores.ts';
import { WireServer } from './wire.ts';
import type { WireReply, WireRequest } from './wire.ts';

export interface RecordedRequest {
  readonly operation: string;
  readonly parameters: Json;
}

/** The last word of the variables by which the clients find their service, and the path of it here. */
const ADDRESSES: Readonly<Record<string, string>> = {
  BEDROCK_RUNTIME: 'models',
  BEDROCK_AGENT_RUNTIME: 'models',
  BEDROCK_AGENTCORE: 'models',
  S3: 'objects',
  DYNAMODB: 'tables',
};

export class FakeServices {
  readonly objects = new MemoryObjects();
  readonly tables: MemoryTables;
  /**
   * What calls of models are answered with; `$error` names an error. `$replies` has one for each request, `$each` one for each
   * call, which fails every time if it fails; of both the last one stays.
   */
  reply: Json = {};
  /** Errors of the other operations, such as `get_object`. */
  failures: Readonly<Record<string, string>> = {};
  readonly #requests: RecordedRequest[] = [];
  readonly #server = new WireServer((request) => this.#answer(request));

  constructor(tables: Readonly<Record<string, readonly string[]>> = {}) {
    this.tables = new MemoryTables(tables);
  }

  /** The variables that lead clients here. */
  async start(): Promise<Readonly<Record<string, string>>> {
    const address = await this.#server.listen();
    return Object.fromEntries(
      Object.entries(ADDRESSES).map(([name, path]) => [`AWS_ENDPOINT_URL_${name}`, `${address}/${path}`]),
    );
  }

  /** The requests since the last time. */
  taken(): readonly RecordedRequest[] {
    return this.#requests.splice(0);
  }

  close(): void {
    this.#server.close();
  }

  /** What is kept before a run. */
  load({ objects, tables }: Store): void {
    this.objects.load(objects);
    this.tables.load(tables);
  }

  stored(): Store {
    return { objects: this.objects.all(), tables: this.tables.stored() };
  }

  #next(): Json {
    const { $each: each } = this.reply as { readonly $each?: readonly Json[] };
    if (each !== undefined) return this.#nextCall(each);
    const { $replies: replies } = this.reply as { readonly $replies?: readonly Json[] };
    const [first, ...rest] = replies ?? [];
    if (rest.length > 0) this.reply = { $replies: rest };
    return first ?? this.reply;
  }

  #nextCall([first, ...rest]: readonly Json[]): Json {
    const isAnswer = (first as { readonly $error?: string }).$error === undefined;
    if (isAnswer && rest.length > 0) this.reply = { $each: rest };
    return first ?? {};
  }

  #answer(request: WireRequest): WireReply {
    const [, service = '', ...rest] = request.path.split('/');
    const within = { ...request, path: `/${rest.join('/')}` };
    if (service === 'models') {
      const asked = modelRequest(within);
      this.#requests.push(asked);
      return modelReply(asked.operation, this.#next());
    }
    const isObjects = service === 'objects';
    const asked = isObjects ? objectRequest(within) : tableRequest(within);
    this.#requests.push(asked);
    const failure = this.failures[asked.operation];
    if (failure !== undefined) return isObjects ? objectFailure(failure) : failed(failure);
    return isObjects ? objectReply(asked, this.objects) : tableReply(asked, this.tables);
  }
}
