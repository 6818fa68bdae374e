import { onAct } from '../platform/activity.ts';
import { all } from '../platform/all.ts';
import { listen } from '../platform/listen.ts';
import { scrolled } from '../platform/scrolled.ts';
import type { Attach } from './trigger.ts';

export const scroll: Attach<'scroll'> = ({ percent }, fire) => {
  // Browsers scroll too: back to where the person was, or to the top of another page view. That is not reading.
  let acted = false;
  return all(
    onAct(() => (acted = true)),
    listen(
      document,
      'scroll',
      ({ target }) => {
        const box = acted && scrolled(target);
        if (!box) return;
        // At the end fractions of a pixel are missing (https://developer.mozilla.org/docs/Web/API/Element/scrollTop).
        if (box.scrollTop + 1 >= ((box.scrollHeight - box.clientHeight) * percent) / 100) fire();
      },
      { capture: true, passive: true },
    ),
  );
};
