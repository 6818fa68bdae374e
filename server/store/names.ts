// Ids that others choose: surveys, touchpoints, questions, options, page loads.

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

/**
 * Is this a sane id? Letters, digits and `_ . : -`, at most 64, and none that every JavaScript object already has
 * (`constructor`, `toString`, …): ids become keys of objects.
 */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value) && !(value in Object.prototype);
}
