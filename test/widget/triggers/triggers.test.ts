import { afterEach, describe, expect, it, vi } from 'vitest';
import { attach } from '../../../widget/triggers/index.ts';

afterEach(() => document.body.replaceChildren());

const add = (html: string): HTMLElement => {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
};

describe('click', () => {
  it('fires for a click on a matching element, or inside it, even one the page stops', () => {
    const fire = vi.fn();
    const detach = attach({ type: 'click', selector: '.end' }, fire, { visits: 1 });
    const button = add('<button class="end"><b>End</b></button>');
    button.addEventListener('click', (event) => event.stopPropagation());
    button.firstElementChild!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    add('<button>Other</button>').click();
    expect(fire.mock.calls).toEqual([[button]]);
    detach();
    button.click();
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('stays silent for a selector that is none', () => {
    const fire = vi.fn();
    const detach = attach({ type: 'click', selector: '!' }, fire, { visits: 1 });
    add('<button>End</button>').click();
    expect(fire).not.toHaveBeenCalled();
    detach();
  });
});

describe('inline', () => {
  it('fires once for every place in the page, and for those added later', async () => {
    const fire = vi.fn();
    const first = add('<asklet-prompt survey="a"></asklet-prompt>');
    const detach = attach({ type: 'inline' }, fire, { visits: 1 });
    expect(fire.mock.calls).toEqual([[first]]);
    const later = add('<div><asklet-prompt survey="b"></asklet-prompt></div>').firstElementChild;
    await vi.waitFor(() => expect(fire.mock.calls).toEqual([[first], [later]]));
    detach();
    add('<asklet-prompt survey="c"></asklet-prompt>');
    await Promise.resolve();
    expect(fire).toHaveBeenCalledTimes(2);
  });
});
