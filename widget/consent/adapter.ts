/** What a visitor said about storage, in our words; the same as the client's `consent()` takes. */
export type Said = 'granted' | 'denied' | 'pending';

/**
 * Listens to a page's consent tool and tells `consent` what it says, at once if it is known and again at each change;
 * until then nothing is told, and the client goes on with `pending`. Never throws, whatever the tool does.
 * Answers its detach.
 */
export type Adapter = (consent: (said: Said) => void) => () => void;

/** How often is looked for what tells nobody that it has come, in milliseconds. */
const EVERY = 500;

/** Looks now and then, until `look` answers true or the returned function is called. */
export function lookUntil(look: () => boolean): () => void {
  const safely = (): boolean => {
    try {
      return look();
    } catch {
      // Other people's objects, whose members may throw.
      return false;
    }
  };
  if (safely()) return () => {};
  const timer = setInterval(() => safely() && clearInterval(timer), EVERY);
  return () => clearInterval(timer);
}
