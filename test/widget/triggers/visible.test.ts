import { beforeEach, describe, expect, it, vi } from 'vitest';
import { add, eachOnItsPage, give, go, hide, pass, watch } from './page.ts';

eachOnItsPage();

type Size = readonly [width: number, height: number];

/** jsdom lays nothing out and observes nothing: the test says what is in view. */
let observers: { readonly targets: Set<Element>; tell(target: Element, whole: Size, seen: Size): void }[] = [];
const screen: Size = [1_000, 800];
const rect = ([width, height]: Size) => ({ width, height });

beforeEach(() => {
  observers = [];
  give(
    window,
    'IntersectionObserver',
    class {
      readonly targets = new Set<Element>();
      readonly #told: IntersectionObserverCallback;
      constructor(told: IntersectionObserverCallback) {
        this.#told = told;
        observers.push(this);
      }
      observe(target: Element): void {
        this.targets.add(target);
      }
      disconnect(): void {
        this.targets.clear();
      }
      tell(target: Element, whole: Size, seen: Size): void {
        const entry = {
          target,
          isIntersecting: seen[0] > 0,
          boundingClientRect: rect(whole),
          intersectionRect: rect(seen),
          rootBounds: rect(screen),
        };
        this.#told([entry as IntersectionObserverEntry], this as unknown as IntersectionObserver);
      }
    },
  );
});

/** How many of those who observe it were told. */
function show(target: Element, whole: Size, seen: Size): number {
  const observing = observers.filter(({ targets }) => targets.has(target));
  for (const observer of observing) observer.tell(target, whole, seen);
  return observing.length;
}

describe('visible', () => {
  it('fires once when half of an element has been in view for a second', async () => {
    const one = add('<p class="review"></p>');
    const other = add('<p class="review"></p>');
    const { fire } = watch({ type: 'visible', selector: '.review' });
    show(one, [500, 400], [500, 190]);
    show(other, [500, 400], [500, 200]);
    await pass(0.9);
    expect(fire).not.toHaveBeenCalled();
    await pass(0.2);
    expect(fire.mock.calls).toEqual([[other]]);
    expect(show(one, [500, 400], [500, 400])).toBe(0);
  });

  it('wants the share and the seconds it is told, without a break', async () => {
    const box = add('<p></p>');
    const { fire } = watch({ type: 'visible', selector: 'p', share: 1, seconds: 5 });
    show(box, [100, 100], [100, 90]);
    await pass(10);
    show(box, [100, 100], [100, 100]);
    await pass(3);
    show(box, [100, 100], [100, 90]);
    await pass(3);
    show(box, [100, 100], [100, 100]);
    await pass(4.9);
    expect(fire).not.toHaveBeenCalled();
    await pass(0.2);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('wants the share of the screen where the element is larger than that', async () => {
    const article = add('<article></article>');
    const { fire } = watch({ type: 'visible', selector: 'article', seconds: 0 });
    show(article, [1_000, 20_000], [1_000, 300]);
    await pass(0);
    expect(fire).not.toHaveBeenCalled();
    show(article, [1_000, 20_000], [1_000, 400]);
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('finds elements that come later, or match later', async () => {
    const { fire } = watch({ type: 'visible', selector: '.open', seconds: 0 });
    const later = add('<p></p>');
    await pass(1);
    expect(show(later, [10, 10], [10, 10])).toBe(0);
    later.className = 'open';
    await pass(1);
    show(later, [10, 10], [10, 10]);
    await pass(0);
    expect(fire.mock.calls).toEqual([[later]]);
  });

  it('looks a few times a second at most, however much the page changes, with one observer for all', async () => {
    const watching = vi.spyOn(MutationObserver.prototype, 'observe');
    watch({ type: 'visible', selector: '.a' });
    watch({ type: 'visible', selector: '.b' });
    expect(watching).toHaveBeenCalledTimes(1);
    const looking = vi.spyOn(document, 'querySelectorAll');
    for (let change = 0; change < 100; change++) {
      add('<i></i>');
      await pass(0.01);
    }
    expect(looking.mock.calls.length).toBeGreaterThan(0);
    expect(looking.mock.calls.length).toBeLessThanOrEqual(12);
    vi.restoreAllMocks();
  });

  it('takes a hidden page for a break, and begins again', async () => {
    const box = add('<p></p>');
    const { fire } = watch({ type: 'visible', selector: 'p', seconds: 5 });
    show(box, [10, 10], [10, 10]);
    await pass(4);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    hide(false);
    expect(show(box, [10, 10], [10, 10])).toBe(1);
    await pass(4);
    expect(fire).not.toHaveBeenCalled();
    await pass(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('counts anew on the next page view, also an element that stayed', async () => {
    const box = add('<p></p>');
    const { fire } = watch({ type: 'visible', selector: 'p', seconds: 0 });
    show(box, [10, 10], [10, 10]);
    await pass(0);
    go('/shop');
    await pass(1);
    show(box, [10, 10], [10, 10]);
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(2);
  });

  it('stays silent where the browser refuses its share, also in a page that comes to the front later', async () => {
    give(
      window,
      'IntersectionObserver',
      class {
        constructor() {
          throw new RangeError('Threshold values must be numbers between 0 and 1');
        }
      },
    );
    const errors = vi.fn((event: Event) => event.preventDefault());
    window.addEventListener('error', errors);
    for (const hidden of [false, true]) {
      hide(hidden);
      const { detach } = watch({ type: 'visible', selector: 'p', share: 50 });
      hide(false);
      detach();
    }
    window.removeEventListener('error', errors);
    expect(errors).not.toHaveBeenCalled();
  });

  it('stays silent for a selector that is none', async () => {
    const { fire } = watch({ type: 'visible', selector: '!' });
    add('<p></p>');
    await pass(1);
    expect(fire).not.toHaveBeenCalled();
  });
});
