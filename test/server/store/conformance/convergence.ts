import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TallyQuery, Write } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { sampleSite, sampleSurvey } from '../sample.ts';
import { deliveries, toWrite } from './deliveries.ts';
import { expectedList, expectedResponse, expectedTally } from './recount.ts';

export function convergenceConformance(at: Place): void {
  it('M01: ends in the same responses and tallies, whatever the order, repetition and grouping', async () => {
    const surveys = [1, 2].flatMap((version) => [
      sampleSurvey({ version }),
      sampleSurvey({
        id: 'chat',
        version,
        touchpoint: 'chat-closed',
        questions: sampleSurvey().questions.slice(1),
      }),
    ]);
    const property = fc.asyncProperty(deliveries, async (groups) => {
      const site = sampleSite({ id: randomUUID(), zone: 'Europe/Berlin', segments: ['plan', 'paid'] });
      await at.store.saveSite(site);
      for (const survey of surveys) await at.store.publish(site.id, survey);
      const written: Write[] = [];
      for (const group of groups) {
        const writes = group.map((one) => toWrite(one, site, surveys));
        expect(await at.store.save(writes)).not.toContain('retry');
        written.push(...writes);
      }
      const expected = [...new Set(written.map(({ snapshot }) => snapshot.rid))].map((id) =>
        expectedResponse(written.filter(({ snapshot }) => snapshot.rid === id)),
      );
      expect(await at.store.responses({ siteId: site.id, limit: 100 })).toEqual(expectedList(expected));
      for (const query of queries(site.id)) {
        expect([query, await at.store.tally(query)]).toEqual([query, expectedTally(expected, surveys, site, query)]);
      }
    });
    await fc.assert(property, { numRuns: 100 });
  }, 60_000);
}

/** Everything, and each way to narrow it. */
function queries(siteId: string): TallyQuery[] {
  const narrowings: Omit<TallyQuery, 'siteId' | 'metric'>[] = [
    {},
    { survey: 'chat' },
    { survey: 'checkout', version: 2, question: 'rating' },
    { touchpoint: 'chat-closed', question: 'ease' },
    { since: '2026-03-10', until: '2026-03-11' },
    { since: '2026-03-11' },
    { segment: { name: 'plan', value: 'pro' } },
    { segment: { name: 'plan', value: 'free' }, until: '2026-03-11' },
    { segment: { name: 'paid', value: 'true' } },
  ];
  return (['nps', 'ces2'] as const).flatMap((metric) =>
    narrowings.map((narrowing) => ({ siteId, metric, ...narrowing })),
  );
}
