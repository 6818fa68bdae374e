// What our scripts hold on to in a page: listeners, timers, observers. Given to a page before its first script.
import type { BrowserContext, Frame, Page } from 'playwright';

declare global {
  interface Window {
    /** Net count of listeners, timers and observers of ours, by kind. */
    held: Record<string, number>;
  }
}

function count(): void {
  const held: Record<string, number> = (window.held = {});
  const add = (what: string, by: number): void => void (held[what] = (held[what] ?? 0) + by);
  // Our scripts are /a.js and /a/<hash>.js: whoever calls from one of them.
  const ours = (): boolean => /\/a(\.js|\/\w)/.test(new Error().stack ?? '');

  // Listeners on what outlives an element of ours.
  const { addEventListener: listen, removeEventListener: ignore } = EventTarget.prototype;
  const known = new Map<EventTarget, Set<string>>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const key = (type: string, handler: object, options: unknown): string => {
    if (!ids.has(handler)) ids.set(handler, ++last);
    const capture = typeof options === 'object' && options ? (options as { capture?: boolean }).capture : options;
    return `${type} ${ids.get(handler)} ${!!capture}`;
  };
  const stays = (target: EventTarget): boolean =>
    target === window || target === document || !(target instanceof Node || target instanceof AbortSignal)
      ? !/^IDB|Request$|Port$/.test(target.constructor.name)
      : target === document.documentElement || target === document.body;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    const target = this ?? window;
    if (handler && ours() && stays(target)) {
      const keys = known.get(target) ?? new Set();
      if (!keys.has(key(type, handler, options))) add(`listener ${type}`, 1);
      known.set(target, keys.add(key(type, handler, options)));
    }
    return listen.call(target, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    const target = this ?? window;
    if (handler && known.get(target)?.delete(key(type, handler, options))) add(`listener ${type}`, -1);
    return ignore.call(target, type, handler, options);
  };

  const { setTimeout: start, clearTimeout: stop, setInterval: repeat, clearInterval: end } = window;
  const running = new Set<unknown>();
  const gone = (id: unknown): void => {
    if (running.delete(id)) add('timer', -1);
  };
  window.setTimeout = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const id = start(() => {
      gone(id);
      run(...args);
    }, ms);
    if (ours()) {
      running.add(id);
      add('timer', 1);
    }
    return id;
  }) as typeof setTimeout;
  window.setInterval = ((run: () => void, ms?: number, ...args: unknown[]) => {
    const id = repeat(run, ms, ...args);
    if (ours()) {
      running.add(id);
      add('timer', 1);
    }
    return id;
  }) as typeof setInterval;
  window.clearTimeout = (id) => {
    gone(id);
    stop(id);
  };
  window.clearInterval = (id) => {
    gone(id);
    end(id);
  };

  for (const kind of [MutationObserver, IntersectionObserver, ResizeObserver, PerformanceObserver]) {
    const { prototype } = kind as unknown as { prototype: Record<'observe' | 'disconnect', (...a: unknown[]) => void> };
    const { observe, disconnect } = prototype;
    const looking = new Set<unknown>();
    prototype.observe = function (this: unknown, ...args) {
      if (ours() && !looking.has(this)) {
        looking.add(this);
        add(kind.name, 1);
      }
      return observe.apply(this, args);
    };
    prototype.disconnect = function (this: unknown) {
      if (looking.delete(this)) add(kind.name, -1);
      return disconnect.call(this);
    };
  }
}

/** Counts in every page that is opened from now on. */
export const countHeld = (context: BrowserContext): Promise<unknown> => context.addInitScript(count);

/** What is still held, as [kind, count]. */
export const stillHeld = (page: Page | Frame): Promise<[string, number][]> =>
  page.evaluate(() => Object.entries(window.held).filter(([, held]) => held > 0));
