// What every engine of the queue must do.
import { beforeEach, expect, it } from 'vitest';
import type { Decide, Queue } from '../../../widget/queue/queue.ts';
import { STATE } from '../../../widget/queue/queue.ts';

export function conforms(open: () => Queue): void {
  let queue: Queue;
  beforeEach(() => {
    queue = open();
    return () => queue.close();
  });
  async function all(): Promise<unknown> {
    let found: unknown;
    await queue.change((held) => ((found = Object.fromEntries(held)), new Map()));
    return found;
  }

  it('starts empty', async () => {
    expect(await all()).toEqual({});
  });
  const put = (key: string, value: object | null, urgent?: boolean): Promise<void> =>
    queue.change(() => new Map([[key, value]]), urgent);

  it('stores what is decided and gives it back', async () => {
    await put('one', { n: 1 }, true);
    await put('two', { n: 2 });
    expect(await all()).toEqual({ one: { n: 1 }, two: { n: 2 } });
  });
  it('decides on what is stored and on the state', async () => {
    const seen: unknown[] = [];
    const look: Decide = (held) => (seen.push(Object.fromEntries(held)), new Map());
    await put(STATE, { fails: 3 });
    await put('one', { n: 1 });
    await queue.change(look);
    expect(seen).toEqual([{ one: { n: 1 }, [STATE]: { fails: 3 } }]);
  });
  it('changes several records and the state at once', async () => {
    await put('one', { n: 1 });
    await queue.change(
      () =>
        new Map<string, object | null>([
          ['one', null],
          ['two', { n: 2 }],
          [STATE, { fails: 1 }],
        ]),
    );
    expect(await all()).toEqual({ two: { n: 2 }, [STATE]: { fails: 1 } });
  });
  it('leaves alone what is not decided on, and does not bring a deleted record back', async () => {
    await put('one', { n: 1 });
    await put('two', { n: 2 });
    await put('one', null);
    await queue.change(() => new Map());
    expect(await all()).toEqual({ two: { n: 2 } });
  });
  it('loses none of many changes made at once', async () => {
    const more: Decide = (held) =>
      new Map([['one', { n: ((held.get('one') as { n: number } | undefined)?.n ?? 0) + 1 }]]);
    await Promise.all(Array.from({ length: 20 }, () => queue.change(more)));
    expect(await all()).toEqual({ one: { n: 20 } });
  });
  it('rejects and changes nothing when the decision throws', async () => {
    await put('one', { n: 1 });
    await expect(
      queue.change(() => {
        throw new Error('no');
      }),
    ).rejects.toBeDefined();
    expect(await all()).toEqual({ one: { n: 1 } });
  });
}
