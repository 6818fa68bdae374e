import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOutbox, type OutboxParts } from '../../../server/loop/outbox.ts';
import type { OutboxEvent } from '../../../server/store/store.ts';
import { openCollector, type TestCollector } from '../collector.ts';
import { document, envelope } from '../documents.ts';

let collector: TestCollector;
let receiver: Server;
let url: string;
/** What the receiver does with its n-th request, from 0. */
let behaviour: (n: number) => 'take' | 'refuse' | 'hang';
let heard: { readonly id: string; readonly milestone: string }[];
let stop: (() => Promise<void>) | undefined;

beforeEach(async () => {
  collector = await openCollector();
  behaviour = () => 'take';
  heard = [];
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      const what = behaviour(heard.length);
      heard.push(JSON.parse(body) as (typeof heard)[number]);
      if (what !== 'hang') response.writeHead(what === 'take' ? 204 : 500).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await collector.close();
});

const deliver = async ({ id, milestone }: OutboxEvent, signal: AbortSignal): Promise<boolean> =>
  (await fetch(url, { method: 'POST', body: JSON.stringify({ id, milestone }), signal })).ok;

const begin = (over: Partial<OutboxParts> = {}): void => {
  const { store } = collector;
  stop = startOutbox({ store, deliver, clock: Date.now, pause: 20, patience: 300, delay: () => 50, ...over });
};
/** How many events are not settled; looked at from outside, for a lease would take them. */
const waiting = (): number => {
  const db = new DatabaseSync(collector.databaseUrl.replace('sqlite:', ''), { readOnly: true });
  const { n } = db.prepare('SELECT count(*) AS n FROM outbox').get()!;
  db.close();
  return Number(n);
};
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000 });

describe('the outbox', () => {
  it('M08: tells a receiver that timed out again, under the same event id, until it accepts', async () => {
    behaviour = (n) => (n < 2 ? 'hang' : 'take');
    begin();
    await collector.post(envelope([document({ st: 'started' })]));
    await until(() => expect(heard).toHaveLength(3));
    await until(() => expect(waiting()).toBe(0));
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    expect(heard[0]).toMatchObject({ milestone: 'first', id: expect.stringMatching(/^evt_/) });
  });

  it('M08: gives each milestone of a response its own id, and tells none twice that was accepted', async () => {
    begin();
    const sent = document({ st: 'completed' });
    for (let attempt = 0; attempt < 3; attempt++) await collector.post(envelope([sent]));
    await until(() => expect(heard).toHaveLength(2));
    await until(() => expect(waiting()).toBe(0));
    expect(heard.map(({ milestone }) => milestone).sort()).toEqual(['completed', 'first']);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(2);
  });

  it('counts the refusals of each event by itself, and tells every one in the end', async () => {
    const refusals = new Map<string, number>();
    const waits: number[] = [];
    begin({
      deliver: async (event) => {
        const refused = refusals.get(event.id) ?? 0;
        refusals.set(event.id, refused + 1);
        expect(event.tries).toBe(refused);
        return refused === 2;
      },
      delay: (tries) => waits.push(tries) && 20,
    });
    await collector.post(envelope(Array.from({ length: 15 }, () => document({ st: 'started' }))));
    await until(() => expect([refusals.size, waiting()]).toEqual([15, 0]));
    expect([...refusals.values()]).toEqual(Array(15).fill(3));
    expect(waits.toSorted((one, other) => one - other)).toEqual([
      ...Array<number>(15).fill(1),
      ...Array<number>(15).fill(2),
    ]);
  });

  it('counts a delivery that neither ends nor heeds its signal as failed', async () => {
    let calls = 0;
    begin({ deliver: () => (calls++ === 0 ? new Promise<never>(() => undefined) : Promise.resolve(true)) });
    await collector.post(envelope([document({ st: 'started' })]));
    await until(() => expect([calls, waiting()]).toEqual([2, 0]));
  });

  it('goes on after the store could not answer, and says so', async () => {
    let failures = 2;
    const reports: unknown[] = [];
    const lease: OutboxParts['store']['lease'] = async (...args) => {
      if (failures-- > 0) throw new Error('The disk is busy.');
      return collector.store.lease(...args);
    };
    begin({ store: { ...collector.store, lease }, report: (cause) => reports.push(cause) });
    await collector.post(envelope([document({ st: 'started' })]));
    await until(() => expect(heard).toHaveLength(1));
    expect(reports).toHaveLength(2);
  });

  it('stops at once, and leaves what was under way to whoever comes next', async () => {
    behaviour = () => 'hang';
    begin({ patience: 60_000 });
    await collector.post(envelope([document({ st: 'started' })]));
    await until(() => expect(heard).toHaveLength(1));
    await stop!();
    expect(waiting()).toBe(1);
  });
});
