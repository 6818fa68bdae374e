import { describe, expect, it } from 'vitest';
import { act, add, eachOnItsPage, give, go, pass, watch } from './page.ts';

eachOnItsPage();

/** jsdom lays nothing out. */
function size(box: Element, height: number, all: number): void {
  give(box, 'clientWidth', innerWidth);
  give(box, 'clientHeight', height);
  give(box, 'scrollHeight', all);
}
const page = document.documentElement;
function scrollTo(top: number, box: Element | Document = document): void {
  give(box === document ? page : box, 'scrollTop', top);
  box.dispatchEvent(new Event('scroll'));
}

describe('scroll', () => {
  it('fires once, at so many percent of what can be scrolled', () => {
    size(page, 768, 2_768);
    const { fire, detach } = watch({ type: 'scroll', percent: 75 });
    act('wheel');
    scrollTo(1_490);
    expect(fire).not.toHaveBeenCalled();
    scrollTo(1_500);
    scrollTo(2_000);
    expect(fire).toHaveBeenCalledTimes(1);
    detach();
  });

  it('takes the end for the end although fractions of a pixel are missing', () => {
    size(page, 768, 2_768);
    const { fire } = watch({ type: 'scroll', percent: 100 });
    act('wheel');
    scrollTo(1_999.3);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does not take for reading what the browser scrolls by itself', async () => {
    size(page, 768, 2_768);
    const { fire } = watch({ type: 'scroll', percent: 50 });
    scrollTo(2_000);
    expect(fire).not.toHaveBeenCalled();
    act('wheel');
    go('/shop');
    await pass(1);
    scrollTo(1_900);
    expect(fire).not.toHaveBeenCalled();
    act('touchmove');
    scrollTo(1_950);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('follows the element that scrolls in place of a document that fits the screen, and no list', () => {
    size(page, 768, 768);
    const main = add('<main></main>');
    const list = add('<ul></ul>');
    size(main, 700, 5_000);
    size(list, 200, 5_000);
    const { fire } = watch({ type: 'scroll', percent: 50 });
    act('wheel');
    scrollTo(4_800, list);
    expect(fire).not.toHaveBeenCalled();
    size(page, 768, 2_768);
    scrollTo(4_000, main);
    expect(fire).not.toHaveBeenCalled();
    size(page, 768, 768);
    scrollTo(4_100, main);
    expect(fire).toHaveBeenCalledTimes(1);
  });
});

describe('exit', () => {
  const leave = (init: MouseEventInit) => page.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, ...init }));

  it('fires once when the mouse goes out over the upper edge', () => {
    const { fire } = watch({ type: 'exit' });
    leave({ clientY: 300 });
    leave({ clientY: 21 });
    leave({ clientY: -1, buttons: 1 });
    leave({ clientY: -1, relatedTarget: document.body });
    expect(fire).not.toHaveBeenCalled();
    leave({ clientY: -1 });
    leave({ clientY: -1 });
    expect(fire).toHaveBeenCalledTimes(1);
  });

  /** A finger scrolls from one place to another in so many milliseconds. */
  const drag = async (from: number, to: number, ms: number, finger = true): Promise<void> => {
    for (let step = 0; step <= 10; step++) {
      if (finger) act('touchmove');
      scrollTo(from + ((to - from) * step) / 10);
      await pass(ms / 10_000);
    }
  };

  it('fires for a flick upwards on a touch screen, after reading', async () => {
    size(page, 768, 9_000);
    const { fire } = watch({ type: 'exit' });
    await drag(0, 1_500, 800);
    await pass(5);
    await drag(1_500, 700, 2_500);
    expect(fire).not.toHaveBeenCalled();
    await pass(5);
    await drag(1_500, 900, 200);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does not take for a flick what happens near the start, or without a finger', async () => {
    size(page, 768, 9_000);
    const { fire } = watch({ type: 'exit' });
    await drag(0, 500, 400);
    await drag(500, 0, 150);
    await drag(0, 3_000, 900);
    await pass(5);
    await drag(3_000, 1_000, 200, false);
    scrollTo(0);
    expect(fire).not.toHaveBeenCalled();
  });
});
