/**
 * The kind of device by its primary pointer and its screen, both in CSS pixels and the same for millions of people.
 * The primary pointer of an iPad with a keyboard is still the finger, that of a laptop with a touch screen is not:
 * https://developer.mozilla.org/docs/Web/CSS/@media/pointer
 */
export function device(): 'phone' | 'tablet' | 'desktop' {
  if (!globalThis.matchMedia?.('(pointer: coarse)').matches) return 'desktop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
