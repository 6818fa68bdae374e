// A collector as the pages see it: joins what arrives and answers as the protocol says, or as a test makes it answer.
import { vi } from 'vitest';
import type { Envelope, SentSnapshot, Verdict } from '../../../server/contract/api.ts';
import { join, type Snapshot } from '../../../server/contract/response.ts';

export interface Request {
  readonly at: number;
  readonly body: Envelope;
  readonly init: RequestInit;
}

type Answer = (envelope: Envelope, init: RequestInit) => Response | Promise<Response>;

export const reply = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

export const refusal = (status: number, more: object = {}): Response =>
  reply(status, { v: 1, now: Date.now(), e: 'test', ...more });

export function startCollector() {
  const responses = new Map<string, Snapshot>();
  const requests: Request[] = [];
  let answer: Answer | undefined;

  function save(sent: SentSnapshot): Verdict {
    const { el: _el, hp: _hp, tt: _tt, ...snapshot } = sent;
    const held = responses.get(sent.rid);
    const joined = held ? join(held, snapshot) : snapshot;
    responses.set(sent.rid, joined);
    return {
      rid: sent.rid,
      rev: sent.rev,
      a: sent.a,
      s: JSON.stringify(held) === JSON.stringify(joined) ? 'dup' : 'ok',
    };
  }

  const receive = ({ d }: Envelope, more: object = {}): Response =>
    reply(200, { v: 1, now: Date.now(), r: d.map(save), pause: 0, ...more });

  vi.stubGlobal('fetch', async (_url: string, init: RequestInit & { body: string }) => {
    const body = JSON.parse(init.body) as Envelope;
    requests.push({ at: Date.now(), body, init });
    return answer ? answer(body, init) : receive(body);
  });

  return {
    responses,
    requests,
    /** Joins and answers as usual. */
    receive,
    /** Answers that way from now on; undefined = as usual. */
    answer(next: Answer | undefined): void {
      answer = next;
    },
    /** The responses each request carried, by the last digits of their ids. */
    batches: (): number[][] => requests.map(({ body }) => body.d.map(({ rid }) => +rid.slice(-4))),
  };
}

export type Collector = ReturnType<typeof startCollector>;
