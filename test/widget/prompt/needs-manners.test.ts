import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { needsManners } from '../../../widget/prompt/needs-manners.ts';

// jsdom has no layout: what lies along the lower edge is told by the case, everything else is the real document.
let hit: Element | null;
beforeEach(() => {
  hit = document.body;
  document.elementFromPoint = () => hit;
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

function put(html: string): HTMLElement {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
}

describe('the manners part', () => {
  it.each([
    [false, 'an ordinary page', '<header style="position:sticky">Shop</header><p>Hello</p><dialog>Sure?</dialog>'],
    [true, 'an open dialog', '<dialog open>Sure?</dialog>'],
    [true, 'a modal dialog', '<div role="alertdialog" aria-modal="true">Sure?</div>'],
    [true, 'a cookie banner', '<div class="my-Cookie-bar">We use</div>'],
    [true, 'OneTrust', '<div id="onetrust-consent-sdk"></div>'],
    [true, 'Cookiebot', '<div id="CybotCookiebotDialog"></div>'],
    [true, 'Usercentrics', '<div id="usercentrics-root"></div>'],
    [true, 'Sourcepoint', '<div id="sp_message_container_1"></div>'],
    [true, 'Quantcast', '<div id="qc-cmp2-container"></div>'],
  ])('is needed: %s, for %s', (needed, _what, html) => {
    put(html);
    expect(needsManners()).toBe(needed);
  });

  it.each([
    [true, '<input>'],
    [true, '<iframe></iframe>'],
    [false, '<button>Buy</button>'],
    [false, '<a href="#">Buy</a>'],
  ])('is needed: %s, where the focus is in %s', (needed, html) => {
    put(html).focus();
    expect(needsManners()).toBe(needed);
  });

  it.each(['fixed', 'sticky'])('is needed where something %s lies along the lower edge', (position) => {
    hit = put(`<div style="position:${position}"><button>Chat</button></div>`).firstElementChild;
    expect(needsManners()).toBe(true);
  });

  it('is needed while nobody sees the page', () => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    expect(needsManners()).toBe(true);
  });

  it('is not needed on a page that has broken what it is looked at with', () => {
    document.elementFromPoint = () => {
      throw new Error('of the page');
    };
    expect(needsManners()).toBe(false);
  });
});
