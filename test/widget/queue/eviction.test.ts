import { describe, expect, it } from 'vitest';
import { ANY, evictionRank, LEAST_USEFUL } from '../../../widget/queue/eviction.ts';
import { stored } from './samples.ts';

const rated = { q: { nps: { v: 7, n: 1, a: 'aaaaaaaa' } } };
const rank = (changes: Parameters<typeof stored>[0]) => evictionRank(stored(changes), stored().at, 0);

describe('eviction', () => {
  it('never gives up an answer that waits, also when its prompt was closed', () => {
    for (const st of ['started', 'dismissed', 'completed'] as const) {
      expect(rank({ st, ...rated, rev: 2, ack: 1 })).toBe(Infinity);
    }
  });

  it('gives up what holds no answer, what was taken back and what was delivered, in that order at the latest', () => {
    expect(rank({ st: 'dismissed', q: {}, rev: 2, ack: 1 })).toBe(ANY);
    expect(rank({ st: 'dismissed', q: { nps: { v: null, n: 2, a: 'aaaaaaaa' } }, rev: 2, ack: 1 })).toBe(ANY);
    expect(rank({ st: 'shown', q: {}, rev: 1, ack: 0 })).toBe(LEAST_USEFUL);
    expect(rank({ st: 'started', ...rated, rev: 2, ack: 2 })).toBeLessThan(LEAST_USEFUL);
  });
});
