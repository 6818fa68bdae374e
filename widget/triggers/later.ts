import { whileShown } from '../platform/while-shown.ts';
import type { Fire } from './trigger.ts';

/** Fires as soon as the page is in front, and whoever attaches is done; for triggers that fire once. */
export const later = (fire: Fire): (() => void) =>
  whileShown(() => {
    const timer = setTimeout(fire);
    return () => clearTimeout(timer);
  });
