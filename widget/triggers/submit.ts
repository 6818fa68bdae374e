import { all } from '../platform/all.ts';
import { listen } from '../platform/listen.ts';
import { matching } from './matching.ts';
import type { Attach } from './trigger.ts';

export const submit: Attach<'submit'> = ({ selector, prevented }, fire) => {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  return all(
    listen(
      window,
      'submit',
      (event) => {
        const place = matching(event, selector);
        if (!place) return;
        // On the way down nobody has prevented it yet; once everybody has been heard the event still knows.
        const timer = setTimeout(() => {
          timers.delete(timer);
          if (prevented || !event.defaultPrevented) fire(place);
        });
        timers.add(timer);
      },
      { capture: true, passive: true },
    ),
    () => timers.forEach(clearTimeout),
  );
};
