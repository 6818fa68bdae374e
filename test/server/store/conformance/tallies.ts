import { describe, expect, it } from 'vitest';
import type { TallyQuery } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { answers, HOUR, NO_FUNNEL, NPS, rated, rid, sampleSite, sampleSurvey } from '../sample.ts';

export function tallyConformance(at: Place): void {
  describe('tallies', () => {
    it('are empty without answers', async () => {
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: NO_FUNNEL });
    });

    it('count an answer once, and move it when it is changed', async () => {
      await at.save({ snapshot: rated(3) });
      expect(await at.store.tally(NPS)).toEqual({ answers: { 3: 1 }, funnel: { ...NO_FUNNEL, shown: 1, answered: 1 } });
      await at.save({ snapshot: rated(9, { rev: 2 }) });
      expect(await at.store.tally(NPS)).toEqual({ answers: { 9: 1 }, funnel: { ...NO_FUNNEL, shown: 1, answered: 1 } });
    });

    it('forget an answer that is taken back', async () => {
      await at.save({ snapshot: rated(9) });
      await at.save({ snapshot: rated(null, { rev: 2, st: 'dismissed' }) });
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: { ...NO_FUNNEL, shown: 1, dismissed: 1 } });
      expect(await at.list()).toEqual([]);
    });

    it('count nothing of a response that is held, and take out what was counted before', async () => {
      expect(await at.save({ snapshot: rated(9) }, { snapshot: rated(9, { rid: rid(2) }), held: 'robot' })).toEqual([
        'ok',
        'held',
      ]);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1 });
      expect(await at.save({ snapshot: rated(9, { rev: 2 }), held: 'robot' })).toEqual(['held']);
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: NO_FUNNEL });
      expect(await at.save({ snapshot: rated(10, { rev: 3 }) })).toEqual(['held']);
      expect(await at.store.tally(NPS)).toEqual({ answers: {}, funnel: NO_FUNNEL });
      expect(await at.list()).toEqual([]);
    });

    it('keep surveys, versions, questions and touchpoints apart', async () => {
      const second = sampleSurvey({ version: 2, touchpoint: 'parcel-arrived' });
      const [one, two] = [
        { id: 'one', type: 'nps', title: '1' },
        { id: 'two', type: 'nps', title: '2' },
      ] as const;
      const chat = sampleSurvey({ id: 'chat', questions: [one, two] });
      await at.save(
        { snapshot: rated(1) },
        { snapshot: rated(2, { rid: rid(2), sv: 2 }), survey: second },
        { snapshot: { rid: rid(3), s: 'chat', q: answers({ one: 3, two: 4 }) }, survey: chat },
      );
      const counts = async (over: Partial<TallyQuery>) => (await at.store.tally({ ...NPS, ...over })).answers;
      expect(await counts({})).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1 });
      expect(await counts({ survey: 'checkout' })).toEqual({ 1: 1, 2: 1 });
      expect(await counts({ survey: 'checkout', version: 2 })).toEqual({ 2: 1 });
      expect(await counts({ touchpoint: 'parcel-arrived' })).toEqual({ 2: 1 });
      expect(await counts({ survey: 'chat', question: 'two' })).toEqual({ 4: 1 });
      expect((await at.store.tally({ ...NPS, survey: 'chat', question: 'two' })).funnel.shown).toBe(1);
      expect((await at.store.tally({ ...NPS, survey: 'checkout' })).funnel.shown).toBe(2);
      expect(await counts({ metric: 'ces2' })).toEqual({});
    });

    it('count an answer again for each declared segment attribute', async () => {
      await at.store.saveSite(sampleSite({ segments: ['plan', 'paid'] }));
      await at.save(
        { snapshot: rated(9, { x: { at: { plan: 'pro', country: 'at' }, pr: { paid: true } } }) },
        { snapshot: rated(2, { rid: rid(2), x: { at: { plan: 'free' } } }) },
        { snapshot: rated(5, { rid: rid(3) }) },
      );
      const bySegment = async (segment: string, value: string) =>
        (await at.store.tally({ ...NPS, segment: { name: segment, value } })).answers;
      expect(await bySegment('plan', 'pro')).toEqual({ 9: 1 });
      expect(await bySegment('plan', 'free')).toEqual({ 2: 1 });
      expect(await bySegment('paid', 'true')).toEqual({ 9: 1 });
      expect(await bySegment('country', 'at')).toEqual({});
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1, 2: 1, 5: 1 });
    });

    it('count on the day in the zone of the site', async () => {
      const lateInLondon = Date.UTC(2026, 0, 14, 23, 30);
      await at.store.saveSite(sampleSite({ zone: 'Europe/Berlin' }));
      await at.save({ snapshot: rated(9), shown: lateInLondon - HOUR, answered: lateInLondon });
      const on = (since: string, until: string) => at.store.tally({ ...NPS, since, until });
      expect(await on('2026-01-14', '2026-01-15')).toEqual({
        answers: {},
        funnel: { ...NO_FUNNEL, shown: 1, answered: 1 },
      });
      expect(await on('2026-01-15', '2026-01-16')).toEqual({ answers: { 9: 1 }, funnel: NO_FUNNEL });
    });

    it('are counted anew when the zone or the segments of the site change', async () => {
      const lateInLondon = Date.UTC(2026, 0, 14, 23, 30);
      await at.store.publish('shop', sampleSurvey());
      await at.store.saveSite(sampleSite());
      const old = { shown: lateInLondon, answered: lateInLondon, site: sampleSite() };
      await at.save({ snapshot: rated(9, { x: { at: { plan: 'pro' } } }), ...old });
      await at.store.saveSite(sampleSite({ zone: 'Europe/Berlin', segments: ['plan'] }));
      const since = '2026-01-15';
      expect((await at.store.tally({ ...NPS, since })).answers).toEqual({ 9: 1 });
      expect((await at.store.tally({ ...NPS, segment: { name: 'plan', value: 'pro' } })).answers).toEqual({ 9: 1 });
      // A collector that still holds the old site must not count by it.
      await at.save({ snapshot: rated(2, { rev: 2, x: { at: { plan: 'pro' } } }), ...old });
      expect((await at.store.tally({ ...NPS, since })).answers).toEqual({ 2: 1 });
      expect((await at.store.tally({ ...NPS, until: since })).answers).toEqual({});
      expect((await at.store.tally({ ...NPS, segment: { name: 'plan', value: 'pro' } })).answers).toEqual({ 2: 1 });
    });
  });
}
