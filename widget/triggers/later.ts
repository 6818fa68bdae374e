import type { Fire } from './trigger.ts';

/** Fires once whoever attaches is done; returns its cancellation. */
export function later(fire: Fire): () => void {
  const timer = setTimeout(fire);
  return () => clearTimeout(timer);
}
