import { later } from './later.ts';
import type { Attach } from './trigger.ts';

/** Being attached is the page view: arm.ts attaches anew at every one. */
export const page: Attach<'page'> = (_settings, fire) => later(fire);
