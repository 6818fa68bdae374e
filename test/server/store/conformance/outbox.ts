import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../server/contract/response.ts';
import type { OutboxEvent } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { answers, HOUR, NOON, rated, rid, sampleSite, sampleSurvey } from '../sample.ts';

const LATER = NOON + HOUR;
const names = (events: readonly OutboxEvent[]) =>
  events.map(({ milestone, response }) => `${milestone} ${JSON.stringify(response.snapshot.q['rating']?.v)}`);

export function outboxConformance(at: Place): void {
  describe('the outbox', () => {
    const lease = (now = LATER, until = now + HOUR, limit = 100) => at.store.lease(now, until, limit);
    const told = async (): Promise<string[]> => {
      const events = await lease();
      for (const event of events) await at.store.settle(event);
      return names(events);
    };

    it('tells of the first answer, the completion and later changes, each once', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: { st: 'shown' } });
      expect(await told()).toEqual([]);
      await at.save({ snapshot: rated(3, { rev: 2, st: 'started' }) });
      await at.save({ snapshot: rated(3, { rev: 2, st: 'started' }), received: NOON + 900 });
      expect(await told()).toEqual(['first 3']);
      await at.save({ snapshot: rated(9, { rev: 3, st: 'started' }) });
      await at.save({ snapshot: rated(9, { rev: 4, st: 'started', q: answers({ rating: 9 }, 3) }) });
      expect(await told()).toEqual(['changed 9']);
      await at.save({ snapshot: rated(9, { rev: 5, st: 'completed', q: answers({ rating: 9 }, 3) }) });
      expect(await told()).toEqual(['completed 9']);
      await at.save({ snapshot: rated(3, { rev: 6, st: 'completed' }) });
      await at.save({ snapshot: rated(9, { rev: 7, st: 'completed' }) });
      await at.save({ snapshot: rated(3, { rev: 8, st: 'completed' }) });
      expect(await told()).toEqual(['changed 3', 'changed 3', 'changed 3']);
      await at.save({ snapshot: { rid: rid(2), st: 'completed', q: answers({ rating: 7 }) } });
      expect(await told()).toEqual(['first 7', 'completed 7']);
      expect(await told()).toEqual([]);
    });

    it('tells once of what several documents of one group say, each in its own state', async () => {
      await at.store.saveSite(sampleSite());
      await at.save(
        { snapshot: rated(3) },
        { snapshot: rated(3) },
        { snapshot: rated(9, { rev: 2, st: 'completed' }) },
      );
      expect(await told()).toEqual(['first 9', 'completed 9']);
    });

    it('hands an event to one only, until its time is over, and always under the same id', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: rated(9) }, { snapshot: rated(8, { rid: rid(2) }) });
      const other = await at.database.open();
      const [one, two] = [await lease(LATER, LATER + 100, 1), await other.lease(LATER, LATER + 100, 9)];
      expect([names(one), names(two)]).toEqual([['first 9'], ['first 8']]);
      expect(await lease(LATER + 99)).toEqual([]);
      const again = await other.lease(LATER + 100, LATER + 200, 9);
      expect(again.map(({ id, tries }) => [id, tries])).toEqual([...one, ...two].map(({ id }) => [id, 1]));
      expect(new Set(again.map(({ id }) => id)).size).toBe(2);
      for (const { id } of again) expect(id).toMatch(/^evt_[0-9a-f]{32}$/);
      await other.close();
    });

    it('hands out again, at the time that was said, what could not be delivered', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: rated(9) });
      const [event] = await lease();
      await at.store.settle(event!, LATER + 5_000);
      expect(await lease(LATER + 4_999)).toEqual([]);
      expect(await lease(LATER + 5_000)).toEqual([{ ...event, tries: 1 }]);
    });

    it('says nothing of a response while it is held, and forgets one that is erased', async () => {
      await at.store.saveSite(sampleSite());
      await at.store.publish('shop', sampleSurvey());
      await at.save(
        { snapshot: rated(9), held: 'robot' },
        { snapshot: rated(8, { rid: rid(2) }) },
        { snapshot: rated(7, { rid: rid(3) }) },
        { snapshot: rated(6, { rid: rid(4) }) },
      );
      await at.save({ snapshot: rated(8, { rid: rid(2), rev: 2 }), held: 'robot' });
      await at.store.erase('shop', [rid(3)], LATER);
      const [event, ...others] = await lease();
      expect([event?.response.snapshot.rid, others]).toEqual([rid(4), []]);
      await at.store.erase('shop', [rid(4)], LATER);
      await at.store.settle(event!, LATER);
      expect(await lease()).toEqual([]);
    });

    it('notes nothing of a document that fails', async () => {
      await at.store.saveSite(sampleSite());
      expect(await at.save({ snapshot: rated(9), survey: undefined })).toEqual(['retry']);
      expect(await lease()).toEqual([]);
    });

    it('forgets what nobody asked for in 45 days', async () => {
      await at.store.saveSite(sampleSite());
      await at.save({ snapshot: rated(9) });
      const received = NOON + 2 * LIMITS.tombstone;
      await at.save({ snapshot: rated(8, { rid: rid(2) }), received });
      expect(names(await lease(received))).toEqual(['first 8']);
    });
  });
}
