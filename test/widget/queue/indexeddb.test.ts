// What a transaction of the queue's database promises.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIndexedDb } from '../../../widget/queue/indexeddb.ts';
import { STATE, type Held, type Queue } from '../../../widget/queue/queue.ts';

let queue: Queue;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  queue = openIndexedDb('asklet-pk_test', () => {});
});
afterEach(() => queue.close());

async function all(): Promise<unknown> {
  let found: unknown;
  await queue.change((held) => (found = Object.fromEntries(held)));
  return found;
}
const put = (key: string, value: object): Promise<void> => queue.change((held) => held.set(key, value));

describe('IndexedDB', () => {
  it('starts empty', async () => {
    expect(await all()).toEqual({});
  });

  it('stores what is decided and gives it back', async () => {
    await put('one', { n: 1 });
    await put('two', { n: 2 });
    expect(await all()).toEqual({ one: { n: 1 }, two: { n: 2 } });
  });

  it('decides on what is stored and on the state', async () => {
    const seen: unknown[] = [];
    const look = (held: Held) => seen.push(Object.fromEntries(held));
    await put(STATE, { fails: 3 });
    await put('one', { n: 1 });
    await queue.change(look);
    expect(seen).toEqual([{ one: { n: 1 }, [STATE]: { fails: 3 } }]);
  });

  it('changes several records and the state at once', async () => {
    await put('one', { n: 1 });
    await queue.change((held) => {
      held.delete('one');
      held.set('two', { n: 2 }).set(STATE, { fails: 1 });
    });
    expect(await all()).toEqual({ two: { n: 2 }, [STATE]: { fails: 1 } });
  });

  it('leaves alone what is not decided on, and does not bring a deleted record back', async () => {
    await put('one', { n: 1 });
    await put('two', { n: 2 });
    await queue.change((held) => held.delete('one'));
    await queue.change(() => {});
    expect(await all()).toEqual({ two: { n: 2 } });
  });

  it('loses none of many changes made at once', async () => {
    const more = (held: Held) => held.set('one', { n: ((held.get('one') as { n: number } | undefined)?.n ?? 0) + 1 });
    await Promise.all(Array.from({ length: 20 }, () => queue.change(more)));
    expect(await all()).toEqual({ one: { n: 20 } });
  });

  it('rejects and changes nothing when the decision throws', async () => {
    await put('one', { n: 1 });
    await expect(
      queue.change((held) => {
        held.clear();
        throw new Error('no');
      }),
    ).rejects.toBeDefined();
    expect(await all()).toEqual({ one: { n: 1 } });
  });

  it('gives up, as the page is left, what waits to be read, and lets what was decided end', async () => {
    await put('one', { n: 1 });
    const waiting = put('one', { n: 2 });
    window.dispatchEvent(new Event('pagehide'));
    await expect(waiting).rejects.toBeDefined();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(await all()).toEqual({ one: { n: 1 } });
    let decided!: () => void;
    const decision = new Promise<void>((resolve) => (decided = resolve));
    const written = queue.change((held) => (setImmediate(decided), held.set('one', { n: 3 })));
    await decision;
    window.dispatchEvent(new Event('pagehide'));
    await written;
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(await all()).toEqual({ one: { n: 3 } });
  });
});
