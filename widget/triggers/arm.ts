import { isOn, pageOf } from '../../server/contract/urls.ts';
import type { Trigger, TriggerType } from '../../server/contract/triggers.ts';
import { all } from '../platform/all.ts';
import { listen } from '../platform/listen.ts';
import { onNavigation } from '../platform/navigation.ts';
import type { Attach, Fire, PageFacts } from './trigger.ts';

/** How often a trigger may fire: once a page view, once a load of the page, or whenever it happens. */
export type Often = 'view' | 'load' | 'always';

/**
 * Puts around a trigger what is the same for all: it listens only on the pages of its `on`, fires as often as it may
 * and no longer listens once it has, and begins anew with every page view.
 */
export function arm<T extends TriggerType>(
  trigger: Trigger<T>,
  attach: Attach<T>,
  often: Often,
  fire: Fire,
  page: PageFacts,
): () => void {
  let detach: (() => void) | undefined;
  let view = pageOf(location.href);
  let fired = false;
  /** A place in the page that stays while the person goes elsewhere and comes back is the same place. */
  const places = new WeakSet<Element>();

  const stop = (): void => {
    detach?.();
    detach = undefined;
  };
  const happened: Fire = (place) => {
    // The address may have changed unnoticed.
    if (fired || !isOn(trigger.on, location.href)) return;
    if (trigger.type === 'inline' && place) {
      if (places.has(place)) return;
      places.add(place);
    }
    if (often !== 'always') {
      fired = true;
      stop();
    }
    fire(place);
  };
  const look = (restored: boolean): void => {
    const now = pageOf(location.href);
    const on = isOn(trigger.on, location.href);
    if (!on || (often === 'view' && (restored || now !== view))) {
      stop();
      if (often === 'view') fired = false;
    }
    view = now;
    if (!on || fired) return;
    try {
      detach ??= attach(trigger, happened, page);
    } catch {
      // A browser without, or a page that replaced, what this trigger listens with.
    }
  };

  look(false);
  return all(
    onNavigation(() => look(false)),
    // Back from where the browser put it aside (https://web.dev/articles/bfcache): to the person, another page view.
    listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && look(true)),
    stop,
  );
}
