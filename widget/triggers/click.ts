import { listen } from '../platform/listen.ts';
import type { Attach } from './trigger.ts';

/** Listens while the event goes down, so that a page that stops its own clicks is still heard. */
export const click: Attach<'click'> = ({ selector }, fire) =>
  listen(
    document,
    'click',
    ({ target }) => {
      try {
        const place = (target as Element).closest(selector);
        if (place) fire(place);
      } catch {
        // Not a selector: the survey stays silent, the page unharmed.
      }
    },
    true,
  );
