import { describe, expect, it } from 'vitest';
import { MOST_REASONS, type Silence } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { NO_FUNNEL, NOON, rated, rid, sampleSurvey } from '../sample.ts';

const silence = (over: Partial<Silence> = {}): Silence => ({
  siteId: 'shop',
  survey: 'checkout',
  day: '2026-03-10',
  reason: 'gap',
  n: 1,
  ...over,
});

export function funnelConformance(at: Place): void {
  describe('the funnel', () => {
    const read = (over = {}) => at.store.funnel({ siteId: 'shop', ...over });

    it('is empty where nothing happened', async () => {
      expect(await read()).toEqual([]);
      await at.store.silence([]);
      expect(await read()).toEqual([]);
    });

    it('adds up silences by survey and reason', async () => {
      await at.store.silence([silence({ n: 2 }), silence({ reason: 'visit' }), silence({ survey: 'chat', n: 5 })]);
      await at.store.silence([silence({ n: 40 })]);
      expect(await read()).toEqual([
        { survey: 'chat', steps: NO_FUNNEL, silences: { gap: 5 } },
        { survey: 'checkout', steps: NO_FUNNEL, silences: { gap: 42, visit: 1 } },
      ]);
      expect(await read({ survey: 'chat' })).toHaveLength(1);
      expect(await read({ siteId: 'other' })).toEqual([]);
    });

    it('counts the steps of every kind of survey once, whatever segments are kept', async () => {
      const words = sampleSurvey({ id: 'words', questions: [{ id: 'why', type: 'text', title: 'Why?' }] });
      await at.save(
        { snapshot: rated(9, { st: 'completed', x: { at: { plan: 'pro' } } }) },
        { snapshot: rated(null, { rid: rid(2), st: 'dismissed' }) },
        { snapshot: { rid: rid(3), s: 'words' }, survey: words },
      );
      expect(await read()).toEqual([
        {
          survey: 'checkout',
          steps: { ...NO_FUNNEL, shown: 2, answered: 1, completed: 1, dismissed: 1 },
          silences: {},
        },
        { survey: 'words', steps: { ...NO_FUNNEL, shown: 1 }, silences: {} },
      ]);
    });

    it('keeps to the days it is asked for, the first included and the last not', async () => {
      await at.save({ snapshot: rated(9), shown: NOON });
      await at.store.silence([
        silence(),
        silence({ day: '2026-03-09', n: 10 }),
        silence({ day: '2026-03-11', n: 100 }),
      ]);
      expect(await read({ since: '2026-03-10', until: '2026-03-11' })).toMatchObject([
        { steps: { shown: 1 }, silences: { gap: 1 } },
      ]);
      expect(await read({ since: '2026-03-11' })).toMatchObject([{ steps: { shown: 0 }, silences: { gap: 100 } }]);
      expect(await read({ until: '2026-03-10' })).toMatchObject([{ steps: { shown: 0 }, silences: { gap: 10 } }]);
    });

    it('tells so many reasons of a survey and day apart, and counts the rest as other', async () => {
      const reasons = Array.from({ length: MOST_REASONS + 5 }, (_, index) => silence({ reason: `r${index}` }));
      await at.store.silence(reasons);
      await at.store.silence([...reasons, silence({ survey: 'chat' })]);
      const [chat, checkout] = await read();
      expect(chat?.silences).toEqual({ gap: 1 });
      expect(Object.keys(checkout!.silences)).toHaveLength(MOST_REASONS + 1);
      expect(checkout!.silences).toMatchObject({ r0: 2, [`r${MOST_REASONS - 1}`]: 2, other: 10 });
    });

    it('keeps what was counted when the store is opened again', async () => {
      await at.store.silence([silence({ n: 7 })]);
      const again = await at.database.open();
      expect(await again.funnel({ siteId: 'shop' })).toMatchObject([{ silences: { gap: 7 } }]);
      await again.close();
    });
  });
}
