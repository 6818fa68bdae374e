import { later } from './later.ts';
import type { Attach } from './trigger.ts';

export const visit: Attach<'visit'> = ({ count }, fire, { visits }) => (visits >= count ? later(fire) : () => {});
