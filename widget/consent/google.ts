// Google's consent mode, as pages declare it: https://developers.google.com/tag-platform/security/guides/consent
//
// What is possible: Google offers scripts of others no way to ask or to listen. What a page says stands in
// `window.dataLayer`, one entry a call of gtag(), and is read there. Its `push` is left alone: tag managers replace it
// themselves, and whoever wraps it can never take the wrapping back once another has wrapped it again. So the list is
// looked through now and then, by its entries and not by its length, for tag managers also take entries out.
import { lookUntil, type Adapter, type Said } from './adapter.ts';

/** What both must allow, where the page speaks of both: a survey measures, and keeps answers to work offline. */
const STORAGES = ['analytics_storage', 'functionality_storage'] as const;

interface Known {
  readonly granted: boolean;
  /** Said by an update, which is the visitor's word, and no page's default. */
  readonly chosen: boolean;
}

/**
 * Granted when every one of `analytics_storage` and `functionality_storage` that the page speaks of is granted; denied
 * when an update denied one; a default that denies is pending, for the visitor has not been heard. A default for some
 * regions only counts where it denies: where the visitor is, is not known here.
 */
export const google: Adapter = (consent) => {
  const seen = new WeakSet<object>();
  const known = new Map<string, Known>();
  let before: Said = 'pending';

  const learn = (entry: ArrayLike<unknown>): void => {
    if (entry[0] !== 'consent' || (entry[1] !== 'default' && entry[1] !== 'update')) return;
    const states = Object(entry[2]) as Readonly<Record<string, unknown>>; // anybody's; members are checked
    const chosen = entry[1] === 'update';
    for (const name of STORAGES) {
      const state = states[name];
      if (state !== 'granted' && state !== 'denied') continue;
      const granted = state === 'granted';
      if (chosen || !(known.get(name)?.chosen || (granted && states['region']))) known.set(name, { granted, chosen });
    }
  };
  return lookUntil(() => {
    const layer: unknown = (window as { dataLayer?: unknown }).dataLayer;
    for (const entry of Array.isArray(layer) ? layer : []) {
      if (typeof entry !== 'object' || !entry || seen.has(entry)) continue;
      seen.add(entry);
      learn(entry);
    }
    const states = [...known.values()];
    const against = states.filter(({ granted }) => !granted);
    const now = against.some(({ chosen }) => chosen)
      ? 'denied'
      : states.length && !against.length
        ? 'granted'
        : 'pending';
    if (now !== before) consent((before = now));
    return false;
  });
};
