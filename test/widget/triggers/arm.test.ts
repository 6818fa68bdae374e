import { describe, expect, it, vi } from 'vitest';
import type { Trigger, TriggerType } from '../../../server/contract/triggers.ts';
import { onNavigation } from '../../../widget/platform/navigation.ts';
import { add, eachOnItsPage, give, go, hide, later, pass, watch } from './page.ts';

eachOnItsPage();

describe('a page view', () => {
  it('fires once the page is loaded, and with every navigation of a single-page application', async () => {
    const { fire, detach } = watch({ type: 'page' });
    expect(fire).not.toHaveBeenCalled();
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(1);
    go('/shop');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(2);
    detach();
    go('/help');
    await pass(2);
    expect(fire).toHaveBeenCalledTimes(2);
  });

  it('is the same one when only the query or an anchor changes, and another by the hash route', async () => {
    const { fire } = watch({ type: 'page' });
    for (const url of ['/?sort=price', '/#reviews', '/?sort=name#top']) {
      go(url);
      await pass(1.1);
    }
    expect(fire).toHaveBeenCalledTimes(1);
    go('/#/cart');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(2);
  });

  it('begins anew when the browser brings back a page that it had put aside', async () => {
    const { fire } = watch({ type: 'page' });
    await pass(0);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(2);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(2);
  });
});

describe('a page view in the background', () => {
  it('fires when it comes to the front, once', async () => {
    hide(true);
    const { fire } = watch({ type: 'page' });
    await pass(5);
    expect(fire).not.toHaveBeenCalled();
    for (const hidden of [false, true, false]) {
      hide(hidden);
      await pass(1);
    }
    expect(fire).toHaveBeenCalledTimes(1);
  });
});

describe('the pages of a trigger', () => {
  it('are where it listens, from arriving there to leaving', async () => {
    const { fire } = watch({ type: 'page', on: [{ match: 'prefix', value: '/shop/' }] });
    await pass(1.1);
    expect(fire).not.toHaveBeenCalled();
    go('/shop/shoes');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(1);
    go('/shop/shoes?sort=price');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(1);
    go('/help');
    await pass(1.1);
    go('/shop/hats');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(2);
  });

  it('may hang on the query, which changes within a page view', async () => {
    const { fire } = watch({ type: 'page', on: [{ match: 'query', name: 'step', value: '2' }] });
    go('/?step=2');
    await pass(1.1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('hold at the very moment, even before a change of the address was noticed', () => {
    const { fire } = watch({ type: 'click', selector: 'button', on: [{ match: 'exact', value: '/' }] });
    const button = add('<button></button>');
    button.click();
    go('/help');
    button.click();
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('hold for triggers that fire whenever it happens, which stay attached from page to page', async () => {
    const { fire } = watch({ type: 'click', selector: 'button', on: [{ match: 'prefix', value: '/shop/' }] });
    const button = add('<button></button>');
    for (const url of ['/shop/1', '/shop/2', '/help', '/shop/3']) {
      go(url);
      await pass(1.1);
      button.click();
      button.click();
    }
    expect(fire).toHaveBeenCalledTimes(6);
  });

  it('do not make one place in the page two', async () => {
    const { fire } = watch({ type: 'inline', on: [{ match: 'exact', value: '/' }] });
    const place = add('<asklet-prompt></asklet-prompt>');
    await pass(0);
    go('/help');
    await pass(1.1);
    go('/');
    await pass(1.1);
    expect(fire.mock.calls).toEqual([[place]]);
  });
});

describe('the n-th visit', () => {
  it('fires from that visit on, once a page load', async () => {
    const second = watch({ type: 'visit', count: 3 }, { visits: 2 });
    const third = watch({ type: 'visit', count: 3 }, { visits: 3 });
    const tenth = watch({ type: 'visit', count: 3, on: [{ match: 'exact', value: '/shop' }] }, { visits: 10 });
    await pass(0);
    expect([second, third, tenth].map(({ fire }) => fire.mock.calls.length)).toEqual([0, 1, 0]);
    for (const url of ['/shop', '/help', '/shop']) {
      go(url);
      await pass(1.1);
    }
    expect([second, third, tenth].map(({ fire }) => fire.mock.calls.length)).toEqual([0, 1, 1]);
  });
});

describe('every trigger', () => {
  const selector = 'p';
  const one: { readonly [T in Exclude<TriggerType, 'code'>]: Trigger<T> } = {
    click: { type: 'click', selector },
    inline: { type: 'inline' },
    submit: { type: 'submit', selector },
    page: { type: 'page' },
    visible: { type: 'visible', selector },
    scroll: { type: 'scroll', percent: 50 },
    time: { type: 'time', seconds: 5 },
    exit: { type: 'exit' },
    idle: { type: 'idle', seconds: 5 },
    visit: { type: 'visit', count: 1 },
  };

  it.each(Object.values(one))('takes back all it holds, and never keeps the page waiting: $type', async (trigger) => {
    let observing = 0;
    class Observer {
      observe = () => void observing++;
      disconnect = () => void (observing = 0);
    }
    give(window, 'IntersectionObserver', Observer);
    give(window, 'MutationObserver', Observer);
    add('<p></p>');
    const held = new Map<string, number>();
    const blocking: string[] = [];
    for (const target of [window, document]) {
      const count = (by: number, type: string): void => {
        const key = `${target.constructor.name} ${type}`;
        held.set(key, (held.get(key) ?? 0) + by);
      };
      const adding = vi.spyOn(target, 'addEventListener').mockImplementation((type, _handler, options) => {
        count(1, type);
        // Others cannot keep a page from scrolling: https://dom.spec.whatwg.org/#observing-event-listeners
        const scrolls = ['touchmove', 'wheel', 'touchstart', 'mousewheel'].includes(type);
        if (scrolls && !(typeof options === 'object' && options.passive)) blocking.push(type);
      });
      const removing = vi.spyOn(target, 'removeEventListener').mockImplementation((type) => count(-1, type));
      later(() => adding.mockRestore());
      later(() => removing.mockRestore());
    }
    const { detach } = watch({ ...trigger, on: [{ match: 'exact', value: '/' }] });
    expect([...held.values()].some((count) => count > 0)).toBe(true);
    detach();
    expect([...held].filter(([, count]) => count !== 0)).toEqual([]);
    expect(blocking).toEqual([]);
    expect(observing).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('onNavigation', () => {
  const listening = () => {
    const told = vi.fn();
    const off = onNavigation(() => told(location.pathname));
    later(off);
    return Object.assign(told, { off });
  };

  it('is told by the Navigation API where there is one, at once and without looking', () => {
    give(window, 'navigation', Object.assign(new EventTarget(), { currentEntry: {} }));
    const told = listening();
    const { navigation } = window as unknown as { navigation: EventTarget };
    go('/a');
    navigation.dispatchEvent(new Event('currententrychange'));
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(told.mock.calls).toEqual([['/a']]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is told by popstate and hashchange elsewhere', async () => {
    const told = listening();
    history.replaceState(null, '', '/b');
    window.dispatchEvent(new PopStateEvent('popstate'));
    history.replaceState(null, '', '/c');
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    expect(told.mock.calls).toEqual([['/b'], ['/c']]);
  });

  it('does not take a menu or a variable of that name for the Navigation API', async () => {
    for (const navigation of [add('<nav id="navigation"></nav>'), { items: [] }]) {
      give(window, 'navigation', navigation);
      const told = listening();
      go(`/${navigation.constructor.name}`);
      await pass(1);
      expect(told).toHaveBeenCalledTimes(1);
    }
  });

  it('looks once a second for what nobody tells, never while the page is hidden', async () => {
    const told = listening();
    go('/d');
    await pass(1.1);
    expect(told).toHaveBeenCalledTimes(1);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    go('/e');
    await pass(5);
    expect(told).toHaveBeenCalledTimes(1);
    hide(false);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('listens once for all, and leaves history as it was', () => {
    const add = vi.spyOn(window, 'addEventListener');
    const remove = vi.spyOn(window, 'removeEventListener');
    const offs = [onNavigation(() => {}), onNavigation(() => {})];
    expect(vi.getTimerCount()).toBe(1);
    expect(Object.getOwnPropertyNames(history)).toEqual([]);
    const told = listening();
    offs[0]!();
    go('/f');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(told).toHaveBeenCalledTimes(1);
    for (const off of [...offs, told.off]) off();
    expect(remove.mock.calls.length).toBe(add.mock.calls.length);
    expect(vi.getTimerCount()).toBe(0);
    vi.restoreAllMocks();
  });
});
