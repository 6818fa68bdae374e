import { describe, expect, it } from 'vitest';
import type { Place } from '../conformance.ts';
import {
  answers,
  HOUR,
  NOON,
  NPS,
  rated,
  rid,
  sampleResponse,
  sampleSite,
  sampleSnapshot,
  sampleSurvey,
  sampleWrite,
} from '../sample.ts';

export function savingConformance(at: Place): void {
  describe('save', () => {
    it('keeps a response as it arrived', async () => {
      const snapshot = sampleSnapshot({
        st: 'completed',
        at: NOON + 4_000,
        c: NOON - 90_000_000,
        q: { ...answers({ rating: 9, goods: ['salt', 'wine'] }), ...answers({ why: 'Fast.', how: null }, 3, 'b') },
        x: { p: '/ok', l: 'de-AT', u: 'jo', at: { plan: 'pro', paid: true }, pr: { total: 12.5 } },
      });
      const times = { shown: NOON, answered: NOON + 4_100, timeSource: 'skew' as const };
      expect(await at.save({ snapshot, ...times, received: NOON + 5_000 })).toEqual(['ok']);
      expect(await at.list()).toEqual([
        { ...sampleResponse({ snapshot, ...times }), received: NOON + 5_000, updated: NOON + 5_000 },
      ]);
    });

    it('keeps words as they were typed', async () => {
      const words = 'naïve 🧺 \u0000 \u202e "quoted"\n\'); DROP TABLE responses; -- \ud800';
      await at.save({ snapshot: { q: answers({ why: words }), x: { u: words } } });
      expect((await at.list())[0]?.snapshot).toMatchObject({ q: { why: { v: words } }, x: { u: words } });
    });

    it('resolves to nothing for no documents', async () => {
      expect(await at.store.save([])).toEqual([]);
    });

    it('M07: joins what arrives later, in the same group or in another', async () => {
      expect(await at.save({ snapshot: rated(3) }, { snapshot: rated(9, { rev: 2 }) })).toEqual(['ok', 'ok']);
      await at.save({ snapshot: { rev: 3, st: 'completed', q: answers({ why: 'Fast.' }, 3) }, answered: NOON + HOUR });
      expect(await at.list()).toMatchObject([
        {
          snapshot: { rev: 3, st: 'completed', q: { rating: { v: 9 }, why: { v: 'Fast.' } } },
          answered: NOON + HOUR,
        },
      ]);
    });

    it('answers dup for what says nothing new, and remembers the latest arrival', async () => {
      await at.save({ snapshot: rated(9, { rev: 2 }) });
      expect(
        await at.save(
          { snapshot: rated(9, { rev: 2 }), received: NOON + HOUR },
          { snapshot: { rev: 1 }, received: NOON + HOUR + 1 },
        ),
      ).toEqual(['dup', 'dup']);
      expect(await at.list()).toMatchObject([{ received: NOON + 150, updated: NOON + HOUR + 1 }]);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1 });
    });

    it('takes the time of the answer from the later revision, and the earliest showing', async () => {
      await at.save({ snapshot: rated(9, { rev: 2 }), answered: NOON + 60, shown: NOON });
      await at.save({ snapshot: rated(8), answered: NOON + 90, shown: NOON - 30, timeSource: 'clamped' });
      expect(await at.list()).toMatchObject([{ answered: NOON + 60, shown: NOON - 30, timeSource: 'el' }]);
    });

    it('answers conflict when the id belongs to a response of another survey, and keeps that', async () => {
      const chat = sampleSurvey({ id: 'chat' });
      await at.save({ snapshot: rated(9) });
      expect(await at.save({ snapshot: rated(0, { s: 'chat', rev: 2 }), survey: chat })).toEqual(['conflict']);
      expect(await at.list()).toMatchObject([{ snapshot: { s: 'checkout', rev: 1 } }]);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1 });
    });

    it('M05: keeps the same id under two sites apart', async () => {
      const other = sampleSite({ id: 'other' });
      expect(await at.save({ snapshot: rated(9) }, { snapshot: rated(2), site: other })).toEqual(['ok', 'ok']);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1 });
      expect((await at.store.tally({ ...NPS, siteId: 'other' })).answers).toEqual({ 2: 1 });
    });

    it('gives retry to the document that fails alone, and stores the others', async () => {
      const poison = sampleWrite({ snapshot: rated(0, { rid: 'no-uuid' }) });
      const group = [rid(1), rid(2)].map((id) => sampleWrite({ snapshot: rated(9, { rid: id }) }));
      expect(await at.store.save([group[0]!, poison, group[1]!])).toEqual(['ok', 'retry', 'ok']);
      expect(await at.list()).toHaveLength(2);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 2 });
    });

    it('gives retry to a document of an unknown survey that is not held', async () => {
      expect(await at.save({ snapshot: rated(9), survey: undefined })).toEqual(['retry']);
      expect(await at.list()).toEqual([]);
    });

    it('tells outcomes in the order of the documents', async () => {
      await at.save({ snapshot: rated(9) });
      expect(
        await at.save(
          { snapshot: { rid: rid(2) } },
          { snapshot: rated(9) },
          { snapshot: { s: 'chat', rev: 2 }, survey: undefined, held: 'survey' },
          { snapshot: { rid: rid(3) }, held: 'robot' },
          { snapshot: { rid: rid(3) }, held: 'robot' },
        ),
      ).toEqual(['ok', 'dup', 'conflict', 'held', 'dup']);
    });
  });
}
