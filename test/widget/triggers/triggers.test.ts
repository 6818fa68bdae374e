import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Trigger } from '../../../server/contract/triggers.ts';
import { attach, isCommon } from '../../../widget/triggers/index.ts';
import { attach as attachMore } from '../../../widget/triggers/more.ts';

afterEach(() => document.body.replaceChildren());

const facts = { visits: 1 };
const add = (html: string): HTMLElement => {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
};

describe('click', () => {
  it('fires for a click on a matching element, or inside it, even one the page stops', () => {
    const fire = vi.fn();
    const detach = attach({ type: 'click', selector: '.end' }, fire, facts);
    const button = add('<button class="end"><b>End</b></button>');
    button.addEventListener('click', (event) => event.stopPropagation());
    button.firstElementChild!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    add('<button>Other</button>').click();
    expect(fire.mock.calls).toEqual([[button]]);
    detach();
    button.click();
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('fires for a click inside open shadow roots, however deep, and not inside closed ones', () => {
    const fire = vi.fn();
    const detach = attach({ type: 'click', selector: '.end' }, fire, facts);
    const inside = (host: Element, mode: ShadowRootMode): HTMLElement => {
      const root = host.attachShadow({ mode });
      root.innerHTML = '<div><button class="end"></button></div>';
      return root.querySelector('button')!;
    };
    const outer = add('<div></div>').attachShadow({ mode: 'open' });
    outer.innerHTML = '<p></p>';
    const button = inside(outer.querySelector('p')!, 'open');
    button.click();
    expect(fire.mock.calls).toEqual([[button]]);
    inside(add('<div></div>'), 'closed').click();
    expect(fire).toHaveBeenCalledTimes(1);
    detach();
  });

  it('stays silent for a selector that is none', () => {
    const fire = vi.fn();
    const detach = attach({ type: 'click', selector: '!' }, fire, facts);
    add('<button>End</button>').click();
    expect(fire).not.toHaveBeenCalled();
    detach();
  });
});

describe('inline', () => {
  it('fires once for every place in the page, and for those added later', async () => {
    const fire = vi.fn();
    const first = add('<asklet-prompt survey="a"></asklet-prompt>');
    const detach = attachMore({ type: 'inline' }, fire, facts);
    expect(fire.mock.calls).toEqual([[first]]);
    const later = add('<div><asklet-prompt survey="b"></asklet-prompt></div>').firstElementChild;
    await vi.waitFor(() => expect(fire.mock.calls).toEqual([[first], [later]]));
    detach();
    add('<asklet-prompt survey="c"></asklet-prompt>');
    await Promise.resolve();
    expect(fire).toHaveBeenCalledTimes(2);
  });
});

describe('the registries', () => {
  it('know which triggers a.js can do alone', () => {
    const common = (trigger: Trigger) => isCommon(trigger);
    expect([common({ type: 'click', selector: 'a' }), common({ type: 'code' })]).toEqual([true, true]);
    expect([common({ type: 'inline' }), common({ type: 'page' })]).toEqual([true, false]);
    expect(common({ type: 'code', where: [{ name: 'plan', op: 'exists' }] })).toBe(false);
    expect(common({ type: 'click', selector: 'a', on: [{ match: 'exact', value: '/' }] })).toBe(false);
  });

  it('pass over a type that a newer collector names, and what every object has', () => {
    for (const type of ['telepathy', 'constructor', '__proto__', undefined]) {
      const trigger = { type } as unknown as Trigger;
      for (const one of [attach, attachMore]) expect(() => one(trigger, vi.fn(), facts)()).not.toThrow();
    }
  });

  it('never throw where the page has taken away what a trigger listens with', () => {
    vi.stubGlobal('addEventListener', null);
    expect(() => attachMore({ type: 'submit', selector: 'form' }, vi.fn(), facts)()).not.toThrow();
    vi.unstubAllGlobals();
  });
});
