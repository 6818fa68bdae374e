import Type, { type TSchema } from 'typebox';

/** A list of tagged things: each is checked by its own schema alone, so that a reason speaks of what was meant. */
export const tagged = <T>(tag: string, oneOf: readonly TSchema[], maxItems: number) =>
  Type.Array(Type.Unsafe<T>({ type: 'object', required: [tag], discriminator: { propertyName: tag }, oneOf }), {
    minItems: 1,
    maxItems,
  });
