import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../server/contract/response.ts';
import type { Place } from '../conformance.ts';
import { HOUR, NO_FUNNEL, NOON, NPS, rated, rid, sampleSite, sampleSurvey } from '../sample.ts';

export function erasingConformance(at: Place): void {
  describe('erase', () => {
    const erase = (...rids: string[]): Promise<number> => at.store.erase('shop', rids, NOON + HOUR);

    it('removes responses and takes them out of the tallies', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: rated(9) }, { snapshot: rated(3, { rid: rid(2), st: 'completed' }) });
      await at.store.publish('shop', sampleSurvey());
      expect(await erase(rid(2), rid(3), rid(2))).toBe(1);
      expect((await at.list()).map(({ snapshot }) => snapshot.rid)).toEqual([rid(1)]);
      expect(await at.store.tally(NPS)).toEqual({ answers: { 9: 1 }, funnel: { ...NO_FUNNEL, shown: 1, answered: 1 } });
    });

    it('answers gone to whatever comes of them later, also if nothing had come before', async () => {
      await at.store.saveSite(sampleSite());
      await at.store.publish('shop', sampleSurvey());
      await at.save({ snapshot: rated(9) });
      await erase(rid(1), rid(2));
      const later = NOON + HOUR + LIMITS.tombstone - 1;
      const again = [rid(1), rid(2), rid(3)].map((id) => ({
        snapshot: rated(9, { rid: id, rev: 7 }),
        received: later,
      }));
      expect(await at.save(...again)).toEqual(['gone', 'gone', 'ok']);
      expect((await at.store.tally(NPS)).answers).toEqual({ 9: 1 });
    });

    it('remembers for 45 days, and for 45 more when it is asked again', async () => {
      await at.store.saveSite(sampleSite());
      await erase(rid(1), rid(2));
      await at.store.erase('shop', [rid(2)], NOON + 2 * HOUR);
      const received = NOON + HOUR + LIMITS.tombstone;
      // Only now and then is removed what is over; it must not count in between.
      await at.save({ snapshot: rated(9, { rid: rid(3) }), received: received - HOUR });
      expect(
        await at.save({ snapshot: rated(9), received }, { snapshot: rated(9, { rid: rid(2) }), received }),
      ).toEqual(['ok', 'gone']);
    });

    it('keeps the same id of another site, and erases nothing where there is no site', async () => {
      const other = sampleSite({ id: 'other' });
      for (const site of [sampleSite(), other]) await at.store.saveSite(site);
      await at.save({ snapshot: rated(9) }, { snapshot: rated(2), site: other });
      expect(await at.store.erase('nowhere', [rid(1)], NOON)).toBe(0);
      expect(await erase(rid(1))).toBe(1);
      expect(await at.store.responses({ siteId: 'other', limit: 9 })).toHaveLength(1);
      expect(await at.save({ snapshot: rated(5, { rev: 2 }), site: other })).toEqual(['ok']);
    });

    it('erases all or nothing', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: rated(9) });
      await expect(erase(rid(1), 'no-uuid')).rejects.toThrow('UUID');
      expect(await at.save({ snapshot: rated(9) })).toEqual(['dup']);
    });
  });
}
