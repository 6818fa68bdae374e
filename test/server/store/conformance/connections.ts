import { describe, expect, it } from 'vitest';
import type { Place } from '../conformance.ts';
import { NO_FUNNEL, NPS, rated, rid, sampleWrite } from '../sample.ts';

export function connectionsConformance(at: Place): void {
  describe('two connections', () => {
    it('see what the other has stored', async () => {
      const other = await at.database.open();
      await at.save({ snapshot: rated(9) });
      expect(await other.responses({ siteId: 'shop', limit: 9 })).toEqual(await at.list());
      expect(await other.tally(NPS)).toEqual(await at.store.tally(NPS));
      await other.close();
    });

    it('M06: count each response once when both deliver it at the same time', async () => {
      const other = await at.database.open();
      const rounds = Array.from({ length: 20 }, (_, n) =>
        [1, 2, 3].map((rev) => sampleWrite({ snapshot: rated(rev, { rid: rid(n), rev }) })),
      );
      await Promise.all(rounds.flatMap((writes) => [at.store.save(writes), other.save(writes.toReversed())]));
      expect(await at.store.tally(NPS)).toEqual({
        answers: { 3: 20 },
        funnel: { ...NO_FUNNEL, shown: 20, answered: 20 },
      });
      await other.close();
    });
  });

  describe('close', () => {
    it('may be called twice, and rejects what comes after', async () => {
      await at.store.close();
      await at.store.close();
      await expect(at.store.save([sampleWrite({})])).rejects.toMatchObject({ code: 'closed' });
      await expect(at.store.tally(NPS)).rejects.toMatchObject({ code: 'closed' });
    });
  });
}
