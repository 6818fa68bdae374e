import { onActivity } from '../platform/activity.ts';
import type { Attach } from './trigger.ts';

export const idle: Attach<'idle'> = ({ seconds }, fire) =>
  onActivity(seconds * 1_000, (state) => {
    if (state === 'idle' && seconds > 0) fire();
  });
