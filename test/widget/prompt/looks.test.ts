import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { needsLooks, type Look, type Theme } from '../../../server/contract/look.ts';
import { addHost } from '../../../widget/prompt/host.ts';
import { beside } from '../../../widget/prompt/looks/anchor.ts';
import { arrange, openTab } from '../../../widget/prompt/looks/index.ts';
import { lockScroll } from '../../../widget/prompt/looks/lock.ts';
import { themeOf } from '../../../widget/prompt/looks/theme.ts';

afterEach(() => document.body.replaceChildren());

describe('a look', () => {
  it.each<[Look | undefined, boolean]>([
    [undefined, false],
    [{}, false],
    [{ place: 'corner', side: 'end', later: false }, false],
    [{ place: 'inline' }, false],
    [{ side: 'start' }, true],
    [{ place: 'bar' }, true],
    [{ theme: {} }, true],
  ])('%j needs the looks part: %s', (look, needs) => expect(needsLooks(look)).toBe(needs));

  it('of a place that a newer collector may know is a corner', () => {
    const place = 'ceiling' as 'bar';
    const host = addHost({ look: { place }, looks: arrange });
    expect(host.mount).toBe(host.root);
    host.remove();
  });
});

describe('a prompt beside its anchor', () => {
  const view = { width: 1_280, height: 640 };
  const card = { width: 384, height: 200 };
  const anchor = (left: number, top: number) => ({ left, top, right: left + 100, bottom: top + 40 });

  it.each([
    ['below it', anchor(200, 100), 'right', { x: 200, y: 148 }],
    ['ending where it ends, on the other side', anchor(600, 100), 'left', { x: 316, y: 148 }],
    ['above where there is no room below', anchor(200, 500), 'right', { x: 200, y: 292 }],
    ['shifted into the view at its right', anchor(1_200, 100), 'right', { x: 888, y: 148 }],
    ['shifted into the view at its left', anchor(-50, 100), 'left', { x: 8, y: 148 }],
    ['nowhere when it is scrolled away', anchor(200, -40), 'right', undefined],
    ['nowhere when it is out of the page', { left: 0, top: 0, right: 0, bottom: 0 }, 'right', undefined],
  ] as const)('is %s', (_where, box, reach, spot) => expect(beside(box, card, view, reach)).toEqual(spot));

  it('is nowhere when it fits neither below nor above', () =>
    expect(beside(anchor(200, 150), card, { width: 1_280, height: 320 }, 'right')).toBeUndefined());

  it('is in view as a whole, and never over its anchor', () => {
    const px = fc.integer({ min: -300, max: 2_000 });
    const size = fc.record({ width: fc.integer({ min: 1, max: 600 }), height: fc.integer({ min: 1, max: 500 }) });
    fc.assert(
      fc.property(px, px, size, size, size, fc.constantFrom('left', 'right'), (left, top, own, box, extra, reach) => {
        const area = { width: 320 + extra.width, height: 256 + extra.height };
        const at = { left, top, right: left + own.width, bottom: top + own.height };
        const spot = beside(at, box, area, reach as 'left');
        if (!spot) return;
        expect(Math.min(spot.x, spot.y)).toBeGreaterThanOrEqual(8);
        expect(spot.x + box.width).toBeLessThanOrEqual(area.width - 8);
        expect(spot.y + box.height).toBeLessThanOrEqual(area.height - 8);
        expect(spot.y >= at.bottom || spot.y + box.height <= at.top).toBe(true);
      }),
    );
  });
});

describe('a theme', () => {
  it.each<[Theme, string]>([
    [{ color: '#a0f' }, '--c:var(--asklet-color,light-dark(#a0f,#a0f))'],
    [{ color: { light: '#111111', dark: '#eee' } }, '--c:var(--asklet-color,light-dark(#111111,#eee))'],
    [{ background: '#fff8e7' }, '--bg:var(--asklet-background,light-dark(#fff8e7,#fff8e7))'],
    [{ text: '#333' }, '--fg:var(--asklet-text,light-dark(#333,#333))'],
    [{ radius: 3 }, '--r:var(--asklet-radius,3px)'],
    [{ preset: 'soft' }, '--r:var(--asklet-radius,22px)'],
    [{ density: 'compact' }, '--s:var(--asklet-space,11px)'],
    [{ scheme: 'dark' }, 'color-scheme:dark!important'],
  ])('%j says %s', (theme, rule) => expect(themeOf(theme)).toContain(rule));

  it.each([
    { color: 'red}*{display:none' },
    { color: { light: '#fff' } },
    { background: 3 },
    { preset: 'constructor' },
    { scheme: 'only}' },
    { density: '__proto__' },
    { radius: '1px}' },
  ])('passes over what is none of its values: %j', (theme) => {
    expect(themeOf(theme as Theme)).toBe(themeOf({}));
  });
});

describe('a locked page', () => {
  it.each([
    ['', ''],
    ['overflow: auto; color: red;', 'margin: 1px;'],
  ])('is as it was when it is unlocked: "%s"', (html, body) => {
    document.documentElement.style.cssText = html;
    document.body.style.cssText = body;
    const before = [document.documentElement.style.cssText, document.body.style.cssText];
    const unlock = lockScroll();
    expect(`${document.documentElement.style.overflow}${document.body.style.overflow}`).toContain('hidden');
    unlock();
    expect([document.documentElement.style.cssText, document.body.style.cssText]).toEqual(before);
    document.documentElement.removeAttribute('style');
    document.body.removeAttribute('style');
  });
});

describe('a tab', () => {
  beforeEach(() => vi.useRealTimers());

  it('is a button with its label that opens the survey as often as the customer likes, until it is removed', () => {
    const onOpen = vi.fn();
    const before = document.documentElement.outerHTML;
    const tab = openTab({ label: 'Tell us', look: { place: 'tab', side: 'start' }, addHost, onOpen });
    const button = tab.element.shadowRoot!.querySelector('button')!;
    expect([button.textContent, button.ariaHasPopup]).toEqual(['Tell us', 'dialog']);
    expect(tab.element.dataset['look']!.split(/ +/)).toEqual(expect.arrayContaining(['start', 'tab', 'side']));
    button.click();
    button.click();
    expect(onOpen).toHaveBeenCalledTimes(2);
    tab.setLabel('Sag es uns');
    expect(button.textContent).toBe('Sag es uns');
    tab.remove();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('gives the focus to the prompt that was asked for, and takes it back', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const host = addHost({ look: { place: 'tab' }, looks: arrange });
    const field = host.root.appendChild(document.createElement('input'));
    await Promise.resolve();
    expect(host.root.activeElement).toBe(field);
    host.remove();
    expect(document.activeElement).toBe(button);
  });
});
