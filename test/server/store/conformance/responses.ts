import { describe, expect, it } from 'vitest';
import type { StoredResponse } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { NOON, rated, rid, sampleSurvey } from '../sample.ts';
import { expectedList } from './recount.ts';

export function responsesConformance(at: Place): void {
  describe('responses', () => {
    it('walks every response once, newest answer first, also where answers share a time', async () => {
      const ids = Array.from({ length: 23 }, (_, n) => rid(n * 7919));
      await at.save(...ids.map((id, n) => ({ snapshot: rated(9, { rid: id }), answered: NOON + Math.floor(n / 8) })));
      const walked: StoredResponse[] = [];
      for (;;) {
        const last = walked.at(-1);
        const after = last && { answered: last.answered, rid: last.snapshot.rid };
        const page = await at.store.responses({ siteId: 'shop', limit: 5, after });
        if (page.length === 0) break;
        walked.push(...page);
      }
      expect(walked.map(({ snapshot }) => snapshot.rid).toSorted()).toEqual(ids.toSorted());
      expect(walked).toEqual(expectedList(walked));
    });

    it('narrows by survey and by the time of the answer', async () => {
      await at.save(...[1, 2, 3].map((n) => ({ snapshot: rated(n, { rid: rid(n) }), answered: NOON + n })), {
        snapshot: rated(4, { rid: rid(4), s: 'chat' }),
        survey: sampleSurvey({ id: 'chat' }),
        answered: NOON + 2,
      });
      const ratings = async (over: object) =>
        (await at.store.responses({ siteId: 'shop', limit: 9, ...over })).map(
          ({ snapshot }) => snapshot.q['rating']?.v,
        );
      expect(await ratings({ survey: 'chat' })).toEqual([4]);
      expect(await ratings({ survey: 'checkout', since: NOON + 2 })).toEqual([3, 2]);
      expect(await ratings({ survey: 'checkout', until: NOON + 2 })).toEqual([1]);
      expect(await ratings({ until: NOON + 2, after: { answered: NOON + 3, rid: rid(3) } })).toEqual([1]);
      expect(await ratings({ siteId: 'other' })).toEqual([]);
    });

    it.each([0, 101, 1.5, -1])('refuses a page of %s', async (limit) => {
      await expect(at.store.responses({ siteId: 'shop', limit })).rejects.toThrow('1 to 100');
    });
  });
}
