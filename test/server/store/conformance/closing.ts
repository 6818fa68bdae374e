import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../server/contract/response.ts';
import type { Place } from '../conformance.ts';
import { answers, HOUR, NO_FUNNEL, NOON, NPS, rated, rid, sampleSite, sampleSurvey } from '../sample.ts';

export function closingConformance(at: Place): void {
  const held = async () =>
    (await at.store.responses({ siteId: 'shop', held: true, limit: 100 })).map(
      ({ snapshot, held: reason }) => `${JSON.stringify(snapshot.q['rating']?.v)} ${reason}`,
    );

  describe('a closed survey', () => {
    it('says since when, in all its versions, and the latest word counts', async () => {
      await at.store.publish('shop', sampleSurvey());
      await at.store.publish('shop', sampleSurvey({ id: 'chat' }));
      await at.store.closeSurvey('shop', 'checkout', NOON);
      await at.store.publish('shop', sampleSurvey({ version: 2 }));
      expect(await at.store.surveys('shop')).toEqual([
        sampleSurvey({ id: 'chat' }),
        { ...sampleSurvey({ version: 2 }), closedAt: NOON },
      ]);
      await at.store.closeSurvey('shop', 'checkout', NOON + HOUR);
      expect((await at.store.surveys('shop'))[1]).toMatchObject({ closedAt: NOON + HOUR });
      expect(await at.store.survey('shop', 'checkout', 1)).toEqual(sampleSurvey());
    });

    it('M10: holds what was answered before or within a day, and lets it be reviewed; drops what came later', async () => {
      await at.store.closeSurvey('shop', 'checkout', NOON);
      const received = NOON + 3 * LIMITS.late;
      const late = [NOON - 2 * HOUR, NOON + LIMITS.late, NOON + LIMITS.late + 1].map((answered, n) => ({
        snapshot: rated(n, { rid: rid(n) }),
        answered,
        received,
      }));
      expect(await at.save(...late)).toEqual(['late', 'late', 'closed']);
      expect(await held()).toEqual(['1 closed', '0 closed']);
      expect(await at.list()).toEqual([]);
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: NO_FUNNEL });
      expect(await at.save(...late)).toEqual(['dup', 'dup', 'closed']);
    });

    it('M10: holds the first answer of what was only shown before the closing', async () => {
      await at.save({ snapshot: { st: 'shown' } });
      await at.store.closeSurvey('shop', 'checkout', NOON + HOUR);
      const received = NOON + 2 * HOUR;
      expect(await at.save({ snapshot: rated(9, { rev: 2 }), received })).toEqual(['late']);
      expect(await at.save({ snapshot: rated(8, { rev: 3 }), received })).toEqual(['late']);
      expect(await held()).toEqual(['8 closed']);
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: NO_FUNNEL });
    });

    it('takes what arrives before the closing', async () => {
      await at.store.closeSurvey('shop', 'checkout', NOON + HOUR);
      expect(await at.save({ snapshot: rated(9), received: NOON + HOUR - 1 })).toEqual(['ok']);
      expect(await at.save({ snapshot: rated(9, { rid: rid(2) }), received: NOON + HOUR })).toEqual(['late']);
    });

    it('keeps counting what was counted: a repeat is a dup, and what was answered may be finished within the day', async () => {
      await at.save({ snapshot: rated(9) });
      await at.store.closeSurvey('shop', 'checkout', NOON + HOUR);
      const received = NOON + 2 * HOUR;
      expect(await at.save({ snapshot: rated(9), received })).toEqual(['dup']);
      expect(await at.save({ snapshot: rated(8, { rev: 2 }), answered: received, received })).toEqual(['ok']);
      const tooLate = NOON + HOUR + LIMITS.late + 1;
      expect(await at.save({ snapshot: rated(2, { rev: 3 }), answered: tooLate, received: tooLate })).toEqual([
        'closed',
      ]);
      expect((await at.store.tally(NPS)).answers).toEqual({ 8: 1 });
    });

    it('leaves other surveys and sites alone', async () => {
      await at.store.closeSurvey('other', 'checkout', NOON);
      await at.store.closeSurvey('shop', 'chat', NOON);
      expect(await at.save({ snapshot: rated(9) })).toEqual(['ok']);
    });
  });

  describe('an unknown survey', () => {
    const unknown = { survey: undefined, held: 'survey' };

    it('M11: is held, and counts as if it had always been known once that version is published', async () => {
      await at.store.saveSite(sampleSite());
      await at.save(
        { snapshot: rated(9, { st: 'completed' }), ...unknown },
        { snapshot: rated(2, { rid: rid(2), sv: 2 }), ...unknown },
      );
      expect(await held()).toEqual(['2 survey', '9 survey']);
      await at.store.publish('shop', sampleSurvey());
      expect(await held()).toEqual(['2 survey']);
      expect(await at.store.tally(NPS)).toEqual({
        answers: { 9: 1 },
        funnel: { ...NO_FUNNEL, shown: 1, answered: 1, completed: 1 },
      });
      expect(await at.list()).toMatchObject([{ snapshot: { q: { rating: { v: 9 } } }, held: null }]);
      const events = await at.store.lease(NOON + HOUR, NOON + HOUR, 9);
      expect(events.map(({ milestone }) => milestone)).toEqual(['first', 'completed']);
      expect(await at.save({ snapshot: rated(9, { st: 'completed' }) })).toEqual(['dup']);
    });

    it('M11: stays held with what does not answer it, and with every other reason', async () => {
      await at.store.saveSite(sampleSite());
      const q = [{ rating: 11 }, { rating: 9, other: 1 }, { rating: 8, how: 'barter' }, { rating: 7, why: ' ' }];
      await at.save(
        ...q.map((given, n) => ({ snapshot: { rid: rid(n), q: answers(given) }, answered: NOON - n, ...unknown })),
        { snapshot: rated(6, { rid: rid(9) }), survey: undefined, held: 'robot', answered: NOON - 9 },
      );
      await at.store.publish('shop', sampleSurvey());
      expect(await held()).toEqual(['11 value', '9 question', '8 choice', '6 robot']);
      expect(await at.list()).toMatchObject([{ snapshot: { q: { rating: { v: 7 }, why: { v: null } } } }]);
      expect((await at.store.tally(NPS)).answers).toEqual({ 7: 1 });
    });

    it('M11: is asked for again when it was published since the document was judged', async () => {
      await at.store.saveSite(sampleSite());
      await at.store.publish('shop', sampleSurvey());
      expect(await at.save({ snapshot: rated(9), ...unknown })).toEqual(['retry']);
      expect(await held()).toEqual([]);
    });
  });

  it('M04: keeps the first of two values under one name, and flags the response', async () => {
    await at.save({ snapshot: rated(9) }, { snapshot: rated(3, { rid: rid(2) }), answered: NOON - 1 });
    expect(await at.save({ snapshot: { rev: 2, q: answers({ rating: 0 }) } })).toEqual(['ok']);
    await at.save({ snapshot: { rev: 3, q: answers({ rating: 8 }, 2) } });
    expect(await at.list()).toMatchObject([
      { snapshot: { q: { rating: { v: 8 } } }, equiv: true },
      { snapshot: { q: { rating: { v: 3 } } }, equiv: false },
    ]);
  });
}
