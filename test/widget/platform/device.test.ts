import { afterEach, describe, expect, it, vi } from 'vitest';
import { device } from '../../../widget/platform/device.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the device', () => {
  it.each([
    ['desktop', 'a large screen and a mouse', false, 1_920, 1_080],
    ['desktop', 'a small window’s screen and a trackpad', false, 500, 400],
    ['tablet', 'a finger on a large screen', true, 1_180, 820],
    ['phone', 'a finger on a small screen, upright', true, 390, 844],
    ['phone', 'a finger on a small screen, on its side', true, 844, 390],
  ])('is a %s with %s', (expected, _with, coarse, width, height) => {
    vi.stubGlobal('matchMedia', (query: string) => ({ matches: coarse && query === '(pointer: coarse)' }));
    vi.stubGlobal('screen', { width, height });
    expect(device()).toBe(expected);
  });

  it('is a desktop where nothing is told', () => {
    vi.stubGlobal('matchMedia', undefined);
    expect(device()).toBe('desktop');
  });
});
