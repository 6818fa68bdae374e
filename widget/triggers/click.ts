import { listen } from '../platform/listen.ts';
import { matching } from './matching.ts';
import type { Attach } from './trigger.ts';

/** Listens where the event begins its way down, so that a page that stops its own clicks is still heard. */
export const click = (({ selector }, fire) =>
  listen(
    window,
    'click',
    (event) => {
      const place = matching(event, selector);
      if (place) fire(place);
    },
    true,
  )) satisfies Attach<'click'>;
