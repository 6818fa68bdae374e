import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PublicSurvey } from '../../../server/contract/api.ts';
import type { Ending } from '../../../server/contract/targeting.ts';
import { examine } from '../../../widget/targeting/eligibility.ts';
import { openMemory, type VisitorMemory } from '../../../widget/targeting/memory.ts';
import { remembered } from '../../../widget/targeting/remembered.ts';
import { survey } from '../../support/surveys.ts';
import { DAY, here } from './here.ts';

const MINUTE = 60_000;
const KEY = 'asklet-visitor-pk';
const start = Date.UTC(2026, 0, 1);

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const remember = (memory: VisitorMemory, survey: string, at: number, ending: Ending): void =>
  memory.change((held) => remembered(held, survey, at, ending));

describe('visitor memory', () => {
  it('counts a visit after half an hour of silence, not a page view', () => {
    const visits = [0, 10, 35, 66].map(
      (minutes) => openMemory('pk', 'persist', start + minutes * MINUTE).read().visits,
    );
    expect(visits).toEqual([1, 1, 1, 2]);
  });

  it('counts a visit in a page that stays open, too, and its prompts anew', () => {
    const memory = openMemory('pk', 'persist', start);
    remember(memory, 'shop', start, 'ignored');
    memory.visit(start + 30 * MINUTE);
    expect(memory.read()).toMatchObject({ visits: 1, shown: 1, seen: start + 30 * MINUTE });
    memory.visit(start + 61 * MINUTE);
    expect(memory.read()).toMatchObject({ visits: 2, shown: 0 });
  });

  it('ends a visit when the clock is set back', () => {
    openMemory('pk', 'persist', start + 900 * DAY);
    expect(openMemory('pk', 'persist', start).read()).toMatchObject({ visits: 2, seen: start });
  });

  it('remembers how each survey ended, across pages and tabs', () => {
    const other = openMemory('pk', 'persist', start);
    remember(openMemory('pk', 'persist', start), 'shop', start + 5, 'dismissed');
    expect(other.read().asked).toEqual({ shop: { at: start + 5, ending: 'dismissed', row: 1 } });
  });

  it('takes a showing for one, however often its ending changes', () => {
    const memory = openMemory('pk', 'persist', start);
    for (const ending of ['ignored', 'ignored', 'answered', 'answered'] as const)
      remember(memory, 'shop', start, ending);
    expect(memory.read()).toMatchObject({ shown: 1, days: [start / DAY] });
    expect(memory.read().asked).toEqual({ shop: { at: start, ending: 'answered', row: 0, answered: start } });
  });

  it('counts dismissals in a row, which only an answer ends', () => {
    const memory = openMemory('pk', 'persist', start);
    const rows = (['dismissed', 'ignored', 'dismissed', 'later', 'dismissed', 'answered', 'dismissed'] as const).map(
      (ending, n) => {
        remember(memory, 'shop', start + n * DAY, 'ignored');
        remember(memory, 'shop', start + n * DAY, ending);
        remember(memory, 'shop', start + n * DAY, ending);
        return memory.read().asked['shop']!.row;
      },
    );
    expect(rows).toEqual([1, 1, 2, 2, 3, 0, 1]);
    expect(memory.read().asked['shop']).toMatchObject({ ending: 'dismissed', answered: start + 5 * DAY });
  });

  it('does not forget "don’t ask me again" until it forgets all', () => {
    const memory = openMemory('pk', 'persist', start);
    remember(memory, 'shop', start, 'never');
    remember(memory, 'other', start + DAY, 'answered');
    expect(openMemory('pk', 'persist', start + 2 * DAY).read().refused).toBe(true);
    memory.forget();
    expect(openMemory('pk', 'persist', start + 3 * DAY).read().refused).toBeUndefined();
  });

  it('keeps one seed for sampling, and draws another on another device', () => {
    const { seed } = openMemory('pk', 'persist', start).read();
    expect(openMemory('pk', 'persist', start + DAY).read().seed).toBe(seed);
    localStorage.clear();
    expect(openMemory('pk', 'persist', start).read().seed).not.toBe(seed);
  });

  it('stays small, and forgets the oldest first', () => {
    const memory = openMemory('pk', 'persist', start);
    for (let n = 0; n < 500; n++) remember(memory, `survey-${n}`, start + n * DAY, 'answered');
    remember(memory, 'survey-460', start + 500 * DAY, 'ignored');
    const { asked, days } = memory.read();
    expect(Object.keys(asked)).toHaveLength(50);
    expect(Object.keys(asked).at(-1)).toBe('survey-460');
    expect(days).toHaveLength(50);
    expect(days.at(-1)).toBe(start / DAY + 500);
    expect(localStorage.getItem(KEY)!.length).toBeLessThan(6_000);
  });

  it('keeps one key, and none after forgetting', () => {
    const memory = openMemory('pk', 'persist', start);
    remember(memory, 'shop', start, 'answered');
    expect(Object.keys(localStorage)).toEqual([KEY]);
    expect(sessionStorage).toHaveLength(0);
    memory.forget();
    expect(localStorage).toHaveLength(0);
    expect(memory.read()).toMatchObject({ visits: 0, seen: 0, asked: {}, days: [] });
  });

  it('lives as long as the tab where that is asked for', () => {
    const memory = openMemory('pk', 'session', start);
    remember(memory, 'shop', start, 'answered');
    expect(openMemory('pk', 'session', start).read().asked).toHaveProperty('shop');
    expect([localStorage.length, Object.keys(sessionStorage)]).toEqual([0, [KEY]]);
    memory.forget();
    expect(sessionStorage).toHaveLength(0);
  });

  it('leaves the device alone without permission, and still paces the page', () => {
    const memory = openMemory('pk', 'none', start);
    remember(memory, 'shop', start, 'answered');
    expect(memory.read().asked).toHaveProperty('shop');
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    expect(openMemory('pk', 'none', start).read().asked).toEqual({});
  });

  it('reads nothing of a device it must leave alone', () => {
    remember(openMemory('pk', 'persist', start), 'shop', start, 'answered');
    expect(openMemory('pk', 'none', start).read().asked).toEqual({});
  });

  it.each([
    '{',
    'null',
    '7',
    '[]',
    '{"visits":"x"}',
    '{"visits":1,"seen":1,"asked":{}}',
    '{"v":2,"visits":3,"seen":1,"shown":0,"asked":{},"days":[]}',
    '{"v":1,"visits":3,"seen":1,"shown":0,"asked":{"shop":null},"days":[]}',
    '{"v":1,"visits":3,"seen":1,"shown":0,"asked":{},"days":["x"]}',
  ])('starts anew from %s', (text) => {
    localStorage.setItem(KEY, text);
    expect(openMemory('pk', 'persist', start).read()).toMatchObject({
      v: 1,
      visits: 1,
      seen: start,
      shown: 0,
      asked: {},
      days: [],
    });
  });

  it('paces the page when the storage throws', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const spies = (['getItem', 'setItem'] as const).map((name) =>
      vi.spyOn(Storage.prototype, name).mockImplementation(refuse),
    );
    const memory = openMemory('pk', 'persist', start);
    remember(memory, 'shop', start, 'answered');
    expect(memory.read()).toMatchObject({ visits: 1, shown: 1, asked: { shop: { at: start, ending: 'answered' } } });
    for (const spy of spies) spy.mockRestore();
  });

  it('never throws, nor does a rule that reads it, whatever somebody else wrote there', () => {
    const value = fc.oneof(fc.anything(), fc.integer(), fc.constantFrom('answered', 'never', null));
    const near = fc.record(
      {
        v: fc.constant(1),
        visits: fc.oneof(fc.nat(), value),
        seen: fc.oneof(fc.nat(), value),
        shown: fc.oneof(fc.nat(), value),
        asked: fc.oneof(
          fc.dictionary(
            fc.constantFrom('shop', 'x', '__proto__'),
            fc.oneof(fc.record({ at: fc.nat(), ending: value, row: value, answered: value }), value),
          ),
          value,
        ),
        days: fc.oneof(fc.array(fc.nat()), value),
        refused: value,
        seed: value,
      },
      { requiredKeys: ['v', 'visits', 'seen', 'shown', 'asked', 'days'] },
    );
    const garbage = fc.oneof(
      fc.string(),
      fc.json(),
      near.map((one) => JSON.stringify(one, (_key, part: unknown) => (typeof part === 'bigint' ? 7 : part))),
    );
    const ending = fc.constantFrom<Ending>('answered', 'dismissed', 'ignored', 'later', 'never');
    const shop: PublicSurvey = survey();
    fc.assert(
      fc.property(garbage, ending, (text, how) => {
        localStorage.setItem(KEY, text);
        const memory = openMemory('pk', 'persist', start);
        remember(memory, 'shop', start, how);
        expect(memory.read().asked['shop']).toMatchObject({ at: start, ending: how });
        expect(
          examine(shop, here({ now: start, memory: memory.read() })).find(({ rule }) => rule === 'gap')!.pass,
        ).toBe(false);
        memory.forget();
      }),
      { numRuns: 500 },
    );
  });
});
