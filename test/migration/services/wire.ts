/**
 * A server on the loopback address that speaks HTTP/1.1 and HTTP/2 without encryption on one port, as clients of AWS ask for
 * one or the other. It knows no service: it hands over requests and writes down replies.
 */
import { createServer as createHttp1 } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  /** As sent: parts are not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

type Answer = (request: WireRequest) => WireReply;

/** What every connection of HTTP/2 begins with. */
const PREFACE = 'PRI * HTTP/2.0';

export class WireServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(answer: Answer) {
    const serve = (
      request: IncomingMessage | Http2ServerRequest,
      response: ServerResponse | Http2ServerResponse,
    ): void => void reply(request, response, answer);
    const first = createHttp1(serve);
    const second = createHttp2(serve);
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.once('readable', () => {
        const start = socket.read() as Buffer | null;
        if (start === null) return;
        socket.unshift(start);
        const isSecond = start.toString('latin1', 0, PREFACE.length) === PREFACE;
        (isSecond ? second : first).emit('connection', socket);
      });
    });
  }

  /** The address, once it listens. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

async function reply(
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  answer: Answer,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { status, headers, body } = answered(answer, {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers as Readonly<Record<string, string | undefined>>,
    body: Buffer.concat(chunks),
  });
  response.writeHead(status, { ...headers });
  (response as ServerResponse).end(body);
}

/** A fault of the fake shows as a reply that no client retries and no test expects. */
function answered(answer: Answer, request: WireRequest): WireReply {
  try {
    return answer(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the fake failed';
    return { status: 418, headers: { 'x-amzn-errortype': 'FakeServiceFault' }, body: JSON.stringify({ message }) };
  }
}
