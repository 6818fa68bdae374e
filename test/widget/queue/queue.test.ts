// The layers of the queue together.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayWait } from '../../../widget/queue/mark.ts';
import { openQueue, type OpenQueue } from '../../../widget/queue/open.ts';
import { draft, freshDevice, onDisk, openRaw, rated, rid, settle, SITE, stored } from './samples.ts';

const open: OpenQueue[] = [];
const recovered = vi.fn<() => void>();

function queue(actor = 'aaaaaaaa', persist = true): OpenQueue {
  const made = openQueue({ site: SITE, actor, persist, recovered });
  open.push(made);
  return made;
}

beforeEach(freshDevice);
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await settle();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('queue', () => {
  it('keeps a response with the first revision, then the next', async () => {
    const q = queue();
    expect(await q.keep(draft())).toEqual(['saved', 1]);
    expect(await q.keep(rated(7))).toEqual(['saved', 2]);
    expect((await onDisk()).get(rid(1))).toMatchObject({ v: 1, k: SITE, rev: 2, a: 'aaaaaaaa', ack: 0, st: 'started' });
  });

  it('gives back after a restart what was kept before', async () => {
    await queue().keep(rated(7));
    expect(await queue('bbbbbbbb').responses()).toMatchObject([{ rid: rid(1), rev: 1, q: { nps: { v: 7 } } }]);
  });

  it('marks that an answer may wait before it is written, and leaves it to the next page to take the mark away', async () => {
    const q = queue();
    expect(mayWait(SITE)).toBe(false);
    const kept = q.keep(rated(7));
    expect(mayWait(SITE)).toBe(true);
    await kept;
    await q.unmark();
    expect(mayWait(SITE)).toBe(true);
    await q.acknowledge((await q.responses())[0]!);
    await q.unmark();
    expect(mayWait(SITE)).toBe(true);
    await queue('bbbbbbbb').unmark();
    expect(mayWait(SITE)).toBe(false);
  });

  it('puts the mark back when another tab kept an answer while it was taken away', async () => {
    const q = queue();
    await q.keep(rated(7));
    await q.acknowledge((await q.responses())[0]!);
    const tab = await openRaw();
    const removeItem = Storage.prototype.removeItem;
    vi.spyOn(Storage.prototype, 'removeItem').mockImplementationOnce(function (this: Storage, key: string) {
      removeItem.call(this, key);
      tab
        .transaction('responses', 'readwrite')
        .objectStore('responses')
        .put(stored({ rid: rid(2) }), rid(2));
    });
    await q.unmark();
    tab.close();
    expect(mayWait(SITE)).toBe(true);
  });

  it('acknowledges exactly the revision that was sent, and deletes a finished response then', async () => {
    const q = queue();
    await q.keep(rated(7));
    const [first] = await q.responses();
    await q.keep(rated(8, { st: 'completed', q: { nps: { v: 8, n: 2, a: 'aaaaaaaa' } } }));
    await q.acknowledge(first!);
    expect(q.isSent(rid(1))).toBe(false);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 2, ack: 0 });
    await q.acknowledge((await q.responses())[0]!);
    expect(q.isSent(rid(1))).toBe(true);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('keeps a change made after the finished response was deleted as a later revision', async () => {
    const q = queue();
    await q.keep(rated(7, { st: 'completed' }));
    await q.acknowledge((await q.responses())[0]!);
    expect(await q.keep(rated(9, { st: 'completed' }))).toEqual(['saved', 2]);
  });

  it('numbers the union of what two tabs changed anew', async () => {
    const [one, other] = [queue('aaaaaaaa'), queue('bbbbbbbb')];
    await one.keep(rated(7));
    await other.keep(draft({ q: { why: { v: 'slow', n: 2, a: 'bbbbbbbb' } } }));
    expect((await onDisk()).get(rid(1))).toMatchObject({
      rev: 2,
      a: 'bbbbbbbb',
      st: 'started',
      q: { nps: { v: 7 }, why: { v: 'slow' } },
    });
  });

  it('stores nothing without consent, and says so', async () => {
    const q = queue('aaaaaaaa', false);
    expect(await q.keep(rated(7))).toEqual(['unsaved', 1]);
    expect(await q.responses()).toHaveLength(1);
    expect(localStorage.length).toBe(0);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('answers unsaved to something that is no draft', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(await queue().keep(draft({ x: circle as never }))).toEqual(['unsaved', 0]);
  });

  it('forgets everything and takes nothing back from this tab or a stale one (T08, I9)', async () => {
    const [one, other] = [queue('aaaaaaaa'), queue('bbbbbbbb')];
    await other.keep(rated(7, { rid: rid(2) }));
    await one.keep(rated(7));
    await one.forget();
    expect([...(await onDisk()).keys()]).toEqual(['state']);
    expect(mayWait(SITE)).toBe(false);
    expect(await one.keep(rated(8))).toEqual(['unsaved', 0]);
    expect(await other.keep(rated(8, { rid: rid(2) }))).toEqual(['unsaved', 0]);
    expect([...(await onDisk()).keys()]).toEqual(['state']);
    expect(await other.keep(rated(8, { rid: rid(3) }))).toEqual(['saved', 1]);
  });

  it('forgets also what was being written', async () => {
    const q = queue();
    const kept = q.keep(rated(7));
    await q.forget();
    expect(await kept).toEqual(['unsaved', 0]);
    await settle();
    expect([...(await onDisk()).keys()]).toEqual(['state']);
  });
});
