import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemory } from '../../../widget/targeting/memory.ts';

const MINUTE = 60_000;

beforeEach(() => localStorage.clear());

describe('visitor memory', () => {
  it('counts a visit after half an hour of silence, not a page view', () => {
    expect(openMemory('pk', true, 0).read().visits).toBe(1);
    expect(openMemory('pk', true, 10 * MINUTE).read().visits).toBe(1);
    expect(openMemory('pk', true, 35 * MINUTE).read().visits).toBe(1);
    expect(openMemory('pk', true, 66 * MINUTE).read().visits).toBe(2);
  });

  it('remembers how each survey ended, across pages and tabs', () => {
    const other = openMemory('pk', true, 0);
    openMemory('pk', true, 1).remember('shop', 5, 'dismissed');
    expect(other.read().asked).toEqual({ shop: { at: 5, ending: 'dismissed' } });
  });

  it('keeps one key, and none after forgetting', () => {
    const memory = openMemory('pk', true, 1);
    memory.remember('shop', 5, 'answered');
    expect(Object.keys(localStorage)).toEqual(['asklet-visitor-pk']);
    memory.forget();
    expect(localStorage).toHaveLength(0);
    expect(memory.read()).toEqual({ visits: 0, seen: 0, asked: {} });
  });

  it('leaves the device alone without permission, and still paces the page', () => {
    const memory = openMemory('pk', false, 1);
    memory.remember('shop', 5, 'answered');
    expect(memory.read().asked).toEqual({ shop: { at: 5, ending: 'answered' } });
    expect(localStorage).toHaveLength(0);
  });

  it.each(['{', 'null', '7', '{"visits":"x"}', '{"visits":1,"seen":1}'])('starts anew from %s', (text) => {
    localStorage.setItem('asklet-visitor-pk', text);
    expect(openMemory('pk', true, 1).read()).toEqual({ visits: 1, seen: 1, asked: {} });
  });

  it('paces the page when the storage throws', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const spies = (['getItem', 'setItem'] as const).map((name) =>
      vi.spyOn(Storage.prototype, name).mockImplementation(refuse),
    );
    const memory = openMemory('pk', true, 1);
    memory.remember('shop', 5, 'answered');
    expect(memory.read()).toEqual({ visits: 1, seen: 5, asked: { shop: { at: 5, ending: 'answered' } } });
    for (const spy of spies) spy.mockRestore();
  });
});
