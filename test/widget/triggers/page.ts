// A page with triggers, for one test each.
import { afterEach, beforeEach, vi, type Mock } from 'vitest';
import type { Trigger } from '../../../server/contract/triggers.ts';
import { attach } from '../../../widget/triggers/more.ts';
import type { Fire, PageFacts } from '../../../widget/triggers/trigger.ts';

const taken: (() => void)[] = [];
export const later = (take: () => void): void => void taken.push(take);

/** Gives jsdom what it lacks or sees otherwise, for one test. */
export function give(target: object, name: string, value: unknown): void {
  const had = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  later(() => void (had ? Object.defineProperty(target, name, had) : Reflect.deleteProperty(target, name)));
}

/** Attaches a trigger until the test ends; `fire` says how often and where it fired. */
export function watch(trigger: Trigger, facts: PageFacts = { visits: 1 }): { fire: Mock<Fire>; detach: () => void } {
  const fire = vi.fn<Fire>();
  const detach = attach(trigger, fire, facts);
  later(detach);
  return { fire, detach };
}

export function add(html: string): HTMLElement {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
}

/** Another tab comes to the front, or this one again. */
export function hide(hidden: boolean): void {
  give(document, 'hidden', hidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

/** As `pushState` by the page: nobody is told. */
export const go = (url: string): void => history.pushState(null, '', url);

/** Lets time pass; whatever waits for it happens. */
export const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1_000);

/** The person does something. */
export const act = (type = 'pointermove'): boolean => document.body.dispatchEvent(new Event(type, { bubbles: true }));

/** Call once a file: an empty page at `/`, with time that passes only when told. */
export function eachOnItsPage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    history.replaceState(null, '', '/');
  });
  afterEach(() => {
    for (const take of taken.splice(0).toReversed()) take();
    const left = vi.getTimerCount();
    vi.useRealTimers();
    document.body.replaceChildren();
    if (left) throw new Error(`${left} timers were left running`);
  });
}
