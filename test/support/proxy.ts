// A proxy in front of the collector that a test, or a campaign, can break on purpose: a real server on a port of its
// own, so that browsers see what they would see of a bad network. Only writes are broken; the script and the surveys
// pass, and so does everything while no fault is set.
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Envelope, Verdict } from '../../server/contract/api.ts';

export type Fault =
  /** The collector commits, the reply is lost. */
  | { readonly type: 'lose' }
  /** The connection breaks before the collector hears of it. */
  | { readonly type: 'refuse' }
  /** The connection to the collector breaks after half of the request's body. */
  | { readonly type: 'cut-request' }
  /** The reply's body ends half-way, and the connection with it. */
  | { readonly type: 'cut' }
  /** The reply's headers and half of its body come, and then nothing, for ever. */
  | { readonly type: 'stall' }
  /** Nothing comes at all, and the collector hears of nothing. */
  | { readonly type: 'hang' }
  | { readonly type: 'delay'; readonly ms: number }
  /** The collector gets it twice; the second reply is the one that comes. */
  | { readonly type: 'repeat' }
  /** An answer of the proxy's own. `cors` as the collector does it, unless false. */
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cors?: boolean;
    };

export interface Logged {
  /** Unix milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** What the collector answered, and what was done to it; both come later, or never. */
  reply?: { readonly status: number; readonly body: string };
  readonly fault: Fault | undefined;
}

export interface Proxy {
  readonly url: string;
  /** Every request so far, in the order of their arrival. */
  readonly log: readonly Logged[];
  /** The writes among them. */
  writes(): readonly Logged[];
  /**
   * What happens to the writes from now on: one fault for all, or one after the other (the last `undefined` heals), or
   * whatever the function says of each.
   */
  fault(next: Fault | undefined | readonly (Fault | undefined)[] | ((write: Logged) => Fault | undefined)): void;
  stop(): Promise<void>;
}

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };

export const envelopeOf = (logged: Logged): Envelope => JSON.parse(logged.body);
export const verdictsOf = (logged: Logged): readonly Verdict[] => JSON.parse(logged.reply?.body ?? '{}').r ?? [];

/** The whole body; what came of it when the browser went away. */
async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // Aborted: the log shows how far it got.
  }
  return Buffer.concat(chunks);
}

/** `collector`: its address. Listens on a free port of 127.0.0.1. */
export async function startProxy(collector: string): Promise<Proxy> {
  const log: Logged[] = [];
  let faultOf: (write: Logged) => Fault | undefined = () => undefined;

  /** Hands the request on; resolves with the reply, rejects when the collector cannot be reached. */
  function ask(incoming: IncomingMessage, body: Buffer, half = false) {
    return new Promise<{ head: IncomingMessage; reply: Buffer }>((resolve, reject) => {
      const url = new URL(incoming.url!, collector);
      const headers = { ...incoming.headers, host: url.host, 'content-length': String(body.length) };
      const outgoing = forward(url, { method: incoming.method, headers, agent: false }, (head) => {
        bodyOf(head).then((reply) => resolve({ head, reply }), reject);
      });
      outgoing.on('error', reject);
      if (!half) return void outgoing.end(body);
      outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy(new Error('cut')));
    });
  }

  async function pass(
    incoming: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    logged: Logged,
  ): Promise<void> {
    const { fault } = logged;
    if (fault?.type === 'hang') return;
    if (fault?.type === 'refuse') return void response.destroy();
    if (fault?.type === 'answer') {
      const { status, headers, contentType = 'application/json', cors = true } = fault;
      response.writeHead(status, { ...(cors && CORS), 'Content-Type': contentType, ...headers });
      return void response.end(fault.body ?? '');
    }
    if (fault?.type === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.type === 'repeat') await ask(incoming, body);
    const { head, reply } = await ask(incoming, body, fault?.type === 'cut-request');
    logged.reply = { status: head.statusCode!, body: reply.toString() };
    if (fault?.type === 'lose') return void response.destroy();
    response.writeHead(head.statusCode!, head.headers);
    if (fault?.type !== 'cut' && fault?.type !== 'stall') return void response.end(reply);
    response.write(reply.subarray(0, reply.length / 2), () => fault.type === 'cut' && response.destroy());
  }

  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then(async (body) => {
      const { method = '', url = '', headers } = incoming;
      const request = { at: Date.now(), method, path: url, headers, body: body.toString(), fault: undefined };
      const logged: Logged = { ...request, fault: method === 'POST' ? faultOf(request) : undefined };
      log.push(logged);
      // A collector that is down looks like one: the connection breaks.
      await pass(incoming, response, body, logged).catch(() => response.destroy());
    });
  });
  // Each request its own connection: a browser repeats by itself what fails on one that it used before.
  server.on('request', (_incoming, response) => response.setHeader('Connection', 'close'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP

  return {
    url: `http://127.0.0.1:${port}`,
    log,
    writes: () => log.filter(({ method }) => method === 'POST'),
    fault(next) {
      if (typeof next === 'function') faultOf = next;
      else if (Array.isArray(next)) {
        const queue: (Fault | undefined)[] = [...next];
        faultOf = () => (queue.length > 1 ? queue.shift() : queue[0]);
      } else {
        const fault = next as Fault | undefined; // what is neither a function nor a list
        faultOf = () => fault;
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
