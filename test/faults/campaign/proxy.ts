// A network that misbehaves: a real HTTP proxy between the pages of one profile and the collector. It serves the shop
// from the same origin all the time, and in calm weather changes nothing.
import { Agent, createServer, request as call, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request under a fault. */
interface Exchange {
  readonly random: Random;
  /** Brings the request to the collector; rejects when there is none. */
  forward(): Promise<Answer>;
  /** Sends the collector half of what was announced, then nothing. */
  forwardHalf(): void;
  reply(answer: Answer): void;
  replyHalf(answer: Answer): void;
  /** Resets the connection to the page. */
  cut(): void;
  /** Sleeps; shorter when the proxy closes. */
  wait(ms: number): Promise<unknown>;
  /** Until another answer has overtaken this one, at most so long. */
  overtaken(ms: number): Promise<unknown>;
}

const made = (status: number, type: string, body: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': type, ...headers },
  body: Buffer.from(body),
});
/** What the collector sends with each answer, so that pages may read it. */
const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
const refusal = (status: number, e: string, ms: number): Answer =>
  made(status, 'application/json', JSON.stringify({ v: 1, now: Date.now(), e, ms }), CORS);

/** What can happen to a request. Longer than 15 s is longer than a page waits. */
const troubles = {
  async drop({ cut }) {
    cut();
  },
  async 'lost reply'({ forward, cut }) {
    await forward();
    cut();
  },
  async delay({ random, wait, forward, reply }) {
    const ms = random.chance(0.1) ? 16_000 : random.between(200, 4_000);
    if (random.chance(0.5)) await wait(ms);
    const answer = await forward();
    await wait(ms);
    reply(answer);
  },
  async duplicate({ random, wait, forward, reply }) {
    reply(await forward());
    // The second copy may come after later revisions of the same response.
    await wait(random.between(0, 5_000));
    await forward();
  },
  async 'cut request'({ forwardHalf, cut }) {
    forwardHalf();
    cut();
  },
  async 'cut reply'({ forward, replyHalf }) {
    replyHalf(await forward());
  },
  async reorder({ random, overtaken, forward, reply }) {
    if (random.chance(0.5)) {
      await overtaken(5_000);
      return reply(await forward());
    }
    const answer = await forward();
    await overtaken(5_000);
    return reply(answer);
  },
  async 'false 200'({ random, forward, reply }) {
    // A hotel's log-in page, a service worker's fallback, somebody else's JSON; before or behind the collector.
    if (random.chance(0.5)) await forward();
    const json = random.pick(['{"ok":true}', '{"v":1,"r":[]}', '{"v":1,"now":1,"r":[{"s":"ok"}]}', '[]', '']);
    reply(
      random.chance(0.5)
        ? made(200, 'text/html', '<!doctype html><title>Welcome</title>', CORS)
        : made(200, 'application/json', json, CORS),
    );
  },
  async 'error 5xx'({ random, forward, reply }) {
    // With an unknown outcome, and mostly without CORS, as a proxy or firewall in front answers.
    if (random.chance(0.3)) await forward();
    reply(made(random.pick([500, 502, 504]), 'text/html', 'Bad Gateway', random.chance(0.3) ? CORS : {}));
  },
  async 'busy 503'({ random, reply }) {
    reply(refusal(503, 'busy', random.between(500, 5_000)));
  },
  async 'slow down 429'({ random, reply }) {
    if (random.chance(0.7)) return reply(refusal(429, 'rate', random.between(500, 10_000)));
    return reply(made(429, 'text/plain', 'Too many', { ...CORS, 'retry-after': String(random.between(1, 10)) }));
  },
  async hang({ random, wait, forward, cut }) {
    if (random.chance(0.5)) await forward();
    await wait(20_000);
    cut();
  },
} satisfies Record<string, (exchange: Exchange) => Promise<void>>;

export type Trouble = keyof typeof troubles;
export const TROUBLES = Object.keys(troubles) as [Trouble, ...Trouble[]]; // its own keys
/** What cannot pass for the shop's own scripts and pages, for those have no way to tell. */
const FALSE: readonly Trouble[] = ['false 200'];

export interface Weather {
  readonly trouble: Trouble;
  /** Which share of the requests it hits. */
  readonly share: number;
  /** Pages and scripts too, not only answers on their way. */
  readonly everything: boolean;
}

export interface Proxy {
  readonly url: string;
  /** Undefined: faultless. */
  weather: Weather | undefined;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where the collector listens whenever it runs. */
  readonly target: string;
  readonly random: Random;
  /** The collector has answered these answers; whether the page will ever hear of it is another matter. */
  readonly answered: (sent: string, reply: string) => void;
  /** A request was hit. */
  readonly hit: (trouble: Trouble) => void;
}

export async function startProxy({ target, random, answered, hit }: ProxyOptions): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const closing = new AbortController();
  const sockets = new Set<Socket>();
  let overtake: (() => void)[] = [];
  const wait = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal: closing.signal }).catch(() => {});

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const isAnswers = request.method === 'POST';
    const options = { hostname, port, agent, method: request.method, path: request.url, headers: request.headers };
    const exchange: Exchange = {
      random,
      wait,
      forward: async () => {
        const answer = await new Promise<Answer>((resolve, reject) => {
          const out = call(options, (incoming) => {
            const { statusCode: status = 502, headers } = incoming;
            read(incoming).then((bytes) => resolve({ status, headers, body: bytes }), reject);
          });
          out.on('error', reject).end(body);
        });
        if (isAnswers && answer.status === 200) answered(String(body), String(answer.body));
        return answer;
      },
      forwardHalf() {
        const headers = { ...request.headers, 'content-length': String(body.length) };
        const out = call({ ...options, agent: false, headers });
        out.on('error', () => {});
        out.write(body.subarray(0, body.length / 2), () => out.destroy());
      },
      reply: (answer) => void head(response, answer).end(answer.body),
      replyHalf(answer) {
        head(response, answer).write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
      },
      cut: () => void response.socket?.resetAndDestroy(),
      overtaken: (ms) => Promise.race([wait(ms), new Promise<void>((resolve) => overtake.push(resolve))]),
    };
    const { weather } = proxy;
    const exposed = isAnswers || (weather?.everything && !FALSE.includes(weather.trouble));
    if (weather && exposed && random.chance(weather.share)) {
      hit(weather.trouble);
      await troubles[weather.trouble](exchange);
    } else {
      exchange.reply(await exchange.forward());
      if (isAnswers) for (const go of overtake.splice(0)) go();
    }
  }

  const server = createServer((request, response) => {
    response.on('error', () => {});
    // No collector, or a page that did not wait: for the page the connection just ends.
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    weather: undefined,
    async close() {
      closing.abort();
      overtake = [];
      agent.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}

/** What belongs to one connection, not to the message. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

function head(response: ServerResponse, { status, headers, body }: Answer): ServerResponse {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !HOP.includes(name));
  const length = status === 304 ? {} : { 'content-length': String(body.length) };
  return response.writeHead(status, { ...(Object.fromEntries(kept) as Record<string, string>), ...length });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
