import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clear, disturbed, whenPolite, type Box } from '../../../widget/prompt/manners.ts';

// jsdom has no layout: what is where in view is told by the case, everything else is the real document.
let hit: Element | null = null;
const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });

beforeEach(() => {
  vi.useFakeTimers();
  hit = null;
  document.elementFromPoint = () => hit;
  Element.prototype.getBoundingClientRect = function () {
    const shown = (this as HTMLElement).style.display !== 'none';
    return new DOMRect(0, 0, shown ? 400 : 0, shown ? 100 : 0);
  };
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockImplementation(function (this: Element) {
    return this.id === 'CookieReopen' ? 48 : 400;
  });
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(100);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
  document.querySelectorAll('html>div').forEach((one) => one.remove());
});

function put(html: string): HTMLElement {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
}

describe('a page that is not to be disturbed', () => {
  it.each([
    ['nothing', '<p>Hello</p>', undefined],
    ['a modal dialog', '<div role="dialog" aria-modal="true">Sure?</div>', 'dialog'],
    ['a modal dialog that is not shown', '<div aria-modal="true" style="display:none">Sure?</div>', undefined],
    ['OneTrust', '<div id="onetrust-banner-sdk">Cookies</div>', 'banner'],
    ['Usercentrics, a shadow host', '<div id="usercentrics-root"></div>', 'banner'],
    ['a banner that says what it is', '<div class="my-cookie-notice" style="position:fixed">We use</div>', 'banner'],
    ['one in a sticky footer', '<div style="position:sticky"><p class="consent">We use</p></div>', 'banner'],
    ['a dialog fixed to an edge', '<div role="dialog" style="position:fixed">New!</div>', 'banner'],
    ['a paragraph about cookies', '<p class="cookie-recipe">Butter, sugar</p>', undefined],
    ['the button that opens the settings again', '<b id="CookieReopen" style="position:fixed">c</b>', undefined],
    ['a fixed header', '<header style="position:fixed">Shop</header>', undefined],
  ])('has %s', (_what, html, reason) => {
    hit = put(html);
    hit = hit.querySelector('.consent') ?? hit;
    expect(disturbed(0)).toBe(reason);
  });

  it('has another prompt of ours, but not for its tab', () => {
    const other = document.createElement('div');
    document.documentElement.append(other);
    other.dataset['look'] = 'corner tab';
    expect(disturbed(0)).toBeUndefined();
    other.dataset['look'] = 'corner';
    expect(disturbed(0)).toBe('prompt');
  });

  it('has something on the whole screen', () => {
    Object.defineProperty(document, 'fullscreenElement', { configurable: true, value: document.body });
    expect(disturbed(0)).toBe('screen');
    delete (document as { fullscreenElement?: unknown }).fullscreenElement;
  });

  it.each([
    ['<input>', 'typing'],
    ['<textarea></textarea>', 'typing'],
    ['<input type="checkbox">', undefined],
    ['<button>Buy</button>', undefined],
  ])('has a person who types in %s', (html, reason) => {
    put(html).focus();
    expect(disturbed(2_999)).toBe(reason);
    expect(disturbed(3_000)).toBeUndefined();
  });
});

describe('whenPolite', () => {
  const polite = (container?: Element) => {
    const run = vi.fn<(polite: boolean) => void>();
    return { run, cancel: whenPolite(run, { container }) };
  };

  it('runs at once when nothing speaks against it, and once', () => {
    const { run } = polite();
    vi.advanceTimersByTime(90_000);
    expect(run.mock.calls).toEqual([[true]]);
  });

  it('waits until the person has stopped typing for three seconds', () => {
    const field = put('<input>');
    field.focus();
    const { run } = polite();
    vi.advanceTimersByTime(2_500);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    vi.advanceTimersByTime(2_900);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(run.mock.calls).toEqual([[true]]);
  });

  it('waits for a dialog, and gives up after a minute in view', () => {
    put('<div aria-modal="true">Sure?</div>');
    const { run } = polite();
    vi.advanceTimersByTime(59_000);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(run.mock.calls).toEqual([[false]]);
  });

  it('neither runs nor gives up while nobody sees the page', () => {
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    const { run } = polite();
    vi.advanceTimersByTime(600_000);
    expect(run).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    vi.advanceTimersByTime(1_000);
    expect(run.mock.calls).toEqual([[true]]);
  });

  it('asks nobody in a container, which is part of the page', () => {
    put('<div aria-modal="true">Sure?</div>');
    expect(polite(document.body).run.mock.calls).toEqual([[true]]);
  });

  it('is called off', () => {
    const dialog = put('<div aria-modal="true">Sure?</div>');
    const { run, cancel } = polite();
    cancel();
    dialog.remove();
    vi.advanceTimersByTime(90_000);
    expect(run).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('opens on a page that has broken what it looks with', () => {
    document.elementFromPoint = () => {
      throw new Error('of the page');
    };
    expect(polite().run.mock.calls).toEqual([[true]]);
  });
});

describe('a card in the corner', () => {
  const view = box(0, 0, 1_280, 640);
  const card = box(880, 424, 1_264, 624);
  const bubble = box(1_200, 560, 1_260, 620);

  it.each<[string, Box, readonly Box[], Box, ReturnType<typeof clear>]>([
    ['stays when there is nothing', card, [], view, { x: 0, y: 0 }],
    ['stays when what is fixed is elsewhere', card, [box(0, 0, 1_280, 60)], view, { x: 0, y: 0 }],
    ['moves up above a chat bubble', card, [bubble], view, { x: 0, y: -72 }],
    ['moves up above a bar', card, [box(0, 580, 1_280, 640)], view, { x: 0, y: -52 }],
    ['moves up above both', card, [bubble, box(1_200, 400, 1_260, 540)], view, { x: 0, y: -232 }],
    [
      'moves to the other side when there is no room above',
      card,
      [box(1_200, 100, 1_260, 620)],
      view,
      { x: -864, y: 0 },
    ],
    ['moves there and up', card, [box(1_200, 100, 1_260, 620), box(0, 580, 400, 640)], view, { x: -864, y: -52 }],
    ['finds no room', box(0, 56, 320, 256), [box(0, 100, 320, 140)], box(0, 0, 320, 256), undefined],
  ])('%s', (_what, one, others, area, where) => expect(clear(one, others, area)).toEqual(where));

  it('covers none of what it is told of, and stays in view, wherever it goes', () => {
    const px = fc.integer({ min: 0, max: 1_200 });
    const boxes = fc.array(
      fc.tuple(px, px, px, px).map(([x, y, w, h]) => box(x, y / 2, x + 1 + w / 4, y / 2 + 1 + h / 4)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(boxes, (others) => {
        const where = clear(card, others, view);
        if (!where) return;
        const [left, top] = [card.left + where.x, card.top + where.y];
        const [right, bottom] = [card.right + where.x, card.bottom + where.y];
        expect(top >= 0 && left >= 0 && right <= view.right).toBe(true);
        for (const one of others)
          expect(left < one.right && one.left < right && top < one.bottom && one.top < bottom).toBe(false);
      }),
    );
  });
});
