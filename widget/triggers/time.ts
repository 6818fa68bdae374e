import { onActivity } from '../platform/activity.ts';
import type { Attach } from './trigger.ts';

/** Who has done nothing for so many milliseconds is no longer taken to be there. */
const QUIET = 30_000;

export const time: Attach<'time'> = ({ seconds }, fire) => {
  let left = seconds * 1_000;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return onActivity(QUIET, (state) => {
    if (timer) {
      clearTimeout(timer);
      timer = undefined;
      left -= performance.now() - since;
    }
    if (state === 'active' && !Number.isNaN(left)) {
      since = performance.now();
      timer = setTimeout(fire, left);
    }
  });
};
