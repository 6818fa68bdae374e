// The layers of the queue together.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayWait } from '../../../widget/queue/mark.ts';
import { openQueue, type OpenQueue, type Storing } from '../../../widget/queue/open.ts';
import { accept, draft, freshDevice, onDisk, rated, rid, settle, SITE, waits } from './samples.ts';

const open: OpenQueue[] = [];
const recovered = vi.fn<() => void>();

function queue(actor = 'aaaaaaaa', storage: Storing = 'persist'): OpenQueue {
  const made = openQueue({ site: SITE, actor, storage }, recovered);
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
    expect(await waits(queue('bbbbbbbb'))).toMatchObject([{ rid: rid(1), rev: 1, q: { nps: { v: 7 } } }]);
  });

  it('marks that an answer may wait before it is written, and leaves it to the next page to take the mark away', async () => {
    const q = queue();
    expect(mayWait(SITE)).toBe(false);
    const kept = q.keep(rated(7));
    expect(mayWait(SITE)).toBe(true);
    await kept;
    const [waiting] = await waits(q);
    expect(mayWait(SITE)).toBe(true);
    await accept(q, waiting!);
    await waits(q);
    expect(mayWait(SITE)).toBe(true);
    await waits(queue('bbbbbbbb'));
    expect(mayWait(SITE)).toBe(false);
  });

  it('keeps the mark when another tab keeps an answer at the moment when the last was delivered', async () => {
    const [one, other] = [queue('aaaaaaaa'), queue('bbbbbbbb')];
    await one.keep(rated(7));
    await accept(one, (await waits(one))[0]!);
    const next = queue('cccccccc');
    await Promise.all([waits(next), other.keep(rated(9, { rid: rid(2) })), waits(next)]);
    expect(await waits(next)).toHaveLength(1);
    expect(mayWait(SITE)).toBe(true);
  });

  it('acknowledges exactly the revision that was sent, and deletes a finished response then', async () => {
    const q = queue();
    await q.keep(rated(7));
    const [first] = await waits(q);
    await q.keep(rated(8, { st: 'completed', q: { nps: { v: 8, n: 2, a: 'aaaaaaaa' } } }));
    await accept(q, first!);
    expect(q.isSent(rid(1))).toBe(false);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 2, ack: 0 });
    await accept(q, (await waits(q))[0]!);
    expect(q.isSent(rid(1))).toBe(true);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('keeps a change made after the finished response was deleted as a later revision', async () => {
    const q = queue();
    await q.keep(rated(7, { st: 'completed' }));
    await accept(q, (await waits(q))[0]!);
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
    const q = queue('aaaaaaaa', 'none');
    expect(await q.keep(rated(7))).toEqual(['unsaved', 1]);
    expect(await waits(q)).toHaveLength(1);
    expect(localStorage.length).toBe(0);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('answers unsaved to something that is no draft', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(await queue().keep(draft({ x: circle as never }))).toEqual(['unsaved', 0]);
  });

  it('T08: forgets everything and takes nothing back from this tab or a stale one', async () => {
    const [one, other] = [queue('aaaaaaaa'), queue('bbbbbbbb')];
    await other.keep(rated(7, { rid: rid(2) }));
    await one.keep(rated(7));
    await one.forget('f1');
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
    await q.forget('f1');
    expect(await kept).toEqual(['unsaved', 0]);
    await settle();
    expect([...(await onDisk()).keys()]).toEqual(['state']);
  });
});
