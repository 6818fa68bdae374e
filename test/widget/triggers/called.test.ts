import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../../server/contract/triggers.ts';
import { isCalled } from '../../../widget/triggers/called.ts';

const large: Trigger = { type: 'code', where: [{ name: 'total', op: 'above', value: 20 }] };
const inShop: Trigger = { type: 'code', on: [{ match: 'prefix', value: '/shop/' }] };
const exit: Trigger = { type: 'exit' };

describe('a call by code', () => {
  it.each<readonly [string, readonly Trigger[] | undefined, Record<string, number>, string, boolean]>([
    ['always counts without triggers', undefined, {}, '/', true],
    ['always counts beside triggers of other types', [exit], {}, '/', true],
    ['counts when its properties meet the conditions', [large], { total: 21 }, '/', true],
    ['does not count when they do not', [large], { total: 20 }, '/', false],
    ['does not count when they are missing', [large, exit], {}, '/', false],
    ['counts on the trigger’s pages', [inShop], {}, '/shop/1', true],
    ['does not count elsewhere', [inShop], {}, '/help', false],
    ['counts when any of several triggers says so', [large, inShop], {}, '/shop/1', true],
  ])('%s', (_promise, triggers, properties, path, counts) => {
    expect(isCalled(triggers, properties, `https://shop.example${path}`, Date.now())).toBe(counts);
  });
});
