// What pages are told about how often they may ask.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../../server/contract/api.ts';
import type { Pacing } from '../../../server/contract/targeting.ts';
import { openCollector, type TestCollector } from '../collector.ts';
import { site, survey } from '../documents.ts';
import { answers, rid, sampleWrite } from '../store/sample.ts';

/** 23:30 on 24 October 2026 in Berlin; the day after has 25 hours. */
const EVENING = Date.UTC(2026, 9, 24, 21, 30);
const MIDNIGHT = Date.UTC(2026, 9, 24, 22);
const NEXT_MIDNIGHT = Date.UTC(2026, 9, 25, 23);

let collector: TestCollector;
let now = EVENING;
beforeAll(async () => {
  collector = await openCollector({}, undefined, () => now);
});
afterAll(() => collector.close());

async function config(): Promise<{ config: Config; etag: string; body: string }> {
  const reply = await collector.app.inject(`/c/v1/${site.key}/config`);
  return { config: reply.json<Config>(), etag: String(reply.headers['etag']), body: reply.body };
}
const publish = (id: string, pacing?: Pacing) =>
  collector.store.publish(site.id, { ...survey, id, ...(pacing && { pacing }) });
const pausedOf = async (id: string): Promise<number | undefined> =>
  (await config()).config.surveys.find((one) => one.id === id)?.paused;

let given = 0;
/** So many people rate at that moment. */
async function rate(id: string, count: number, at = now, v: number | null = 9): Promise<void> {
  const writes = Array.from({ length: count }, () =>
    sampleWrite({
      site,
      survey: { ...survey, id },
      snapshot: { rid: rid(++given), s: id, q: answers({ recommend: v }) },
      shown: at,
      answered: at,
      received: at,
    }),
  );
  expect(new Set(await collector.store.save(writes))).toEqual(new Set(['ok']));
}

describe('the configuration of pages', () => {
  it("holds the site's own pacing, where it has any, and never the daily cap", async () => {
    expect((await config()).config).not.toHaveProperty('pacing');
    await collector.store.saveSite({ ...site, pacing: { gap: 7, waits: { answered: 30 }, perDay: 1_000 } });
    const { config: told, body } = await config();
    expect(told.pacing).toEqual({ gap: 7, waits: { answered: 30 } });
    expect(body).not.toContain('perDay');
    await collector.store.saveSite(site);
  });

  it('asks for no counts where no survey has a cap', async () => {
    const funnel = vi.spyOn(collector.store, 'funnel');
    await config();
    expect(funnel).not.toHaveBeenCalled();
    funnel.mockRestore();
  });

  it("pauses a survey until the site's next day once it has its answers, and changes its tag", async () => {
    await publish('capped', { gap: 3, perDay: 3 });
    await rate('capped', 2);
    await rate('capped', 5, now, null);
    const before = await config();
    expect(before.config.surveys.find(({ id }) => id === 'capped')).toMatchObject({ pacing: { gap: 3 } });
    expect(await pausedOf('capped')).toBeUndefined();
    await rate('capped', 1);
    expect(await pausedOf('capped')).toBe(MIDNIGHT);
    expect(await pausedOf('checkout')).toBeUndefined();
    const after = await config();
    expect(after.etag).not.toBe(before.etag);
    expect((await config()).etag).toBe(after.etag);
  });

  it('asks again on the next day, whose own answers count', async () => {
    now = MIDNIGHT;
    expect(await pausedOf('capped')).toBeUndefined();
    await rate('capped', 3);
    expect(await pausedOf('capped')).toBe(NEXT_MIDNIGHT);
    now = NEXT_MIDNIGHT - 1;
    expect(await pausedOf('capped')).toBe(NEXT_MIDNIGHT);
    now = EVENING;
  });

  it("takes the site's cap where a survey has none, and the survey's where it has one", async () => {
    await publish('plain');
    await publish('more', { perDay: 50 });
    await publish('free', { perDay: 0 });
    await collector.store.saveSite({ ...site, pacing: { perDay: 2 } });
    await rate('plain', 2);
    await rate('more', 2);
    await rate('free', 2);
    expect(await pausedOf('plain')).toBe(MIDNIGHT);
    expect([await pausedOf('more'), await pausedOf('free')]).toEqual([undefined, undefined]);
    await collector.store.saveSite(site);
  });

  it('still takes every answer to a paused survey', async () => {
    await rate('capped', 10);
    expect(await pausedOf('capped')).toBe(MIDNIGHT);
  });
});
