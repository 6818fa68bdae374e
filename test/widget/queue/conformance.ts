// What every engine of the queue must do.
import { beforeEach, expect, it } from 'vitest';
import type { Queue } from '../../../widget/queue/queue.ts';
import { STATE } from '../../../widget/queue/queue.ts';

export function conforms(open: () => Queue): void {
  let queue: Queue;
  beforeEach(() => {
    queue = open();
    return () => queue.close();
  });
  const all = async (): Promise<unknown> => Object.fromEntries(await queue.entries());

  it('starts empty', async () => {
    expect(await queue.entries()).toEqual([]);
  });
  it('stores what is decided and gives it back', async () => {
    await queue.change('one', () => ({ n: 1 }), true);
    await queue.change('two', () => ({ n: 2 }));
    expect(await all()).toEqual({ one: { n: 1 }, two: { n: 2 } });
  });
  it('decides on what is stored and on the state', async () => {
    const seen: unknown[] = [];
    await queue.change(STATE, () => ({ fails: 3 }));
    await queue.change('one', (...given) => (seen.push(given), { n: 1 }));
    await queue.change('one', (...given) => (seen.push(given), undefined));
    expect(seen).toEqual([
      [undefined, { fails: 3 }],
      [{ n: 1 }, { fails: 3 }],
    ]);
  });
  it('leaves alone what is not decided on, and does not bring a deleted record back', async () => {
    await queue.change('one', () => ({ n: 1 }));
    await queue.change('one', () => null);
    await queue.change('one', () => undefined);
    expect(await queue.entries()).toEqual([]);
  });
  it('loses none of many changes made at once', async () => {
    const more = (held: unknown): { n: number } => ({ n: ((held as { n: number } | undefined)?.n ?? 0) + 1 });
    await Promise.all(Array.from({ length: 20 }, () => queue.change('one', more)));
    expect(await all()).toEqual({ one: { n: 20 } });
  });
  it('rejects and changes nothing when the decision throws', async () => {
    await queue.change('one', () => ({ n: 1 }));
    await expect(
      queue.change('one', () => {
        throw new Error('no');
      }),
    ).rejects.toBeDefined();
    expect(await all()).toEqual({ one: { n: 1 } });
  });
  it('empties everything but the new state', async () => {
    await queue.change('one', () => ({ n: 1 }));
    await queue.change(STATE, () => ({ epoch: 1 }));
    await queue.reset((state) => ({ epoch: (state as { epoch: number }).epoch + 1 }));
    expect(await all()).toEqual({ [STATE]: { epoch: 2 } });
  });
}
