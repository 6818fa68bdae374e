// What the schemas of a survey share.
import Type from 'typebox';

export const closed = { additionalProperties: false } as const;
export const Name = Type.String({ minLength: 1, maxLength: 64 });
export const Words = Type.String({ minLength: 1, maxLength: 2_000 });
/** A BCP 47 tag. */
export const LANGUAGE = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$';
export const Text = Type.Union([Words, Type.Record(Type.String({ pattern: LANGUAGE }), Words, { minProperties: 1 })], {
  description: 'One text, or one text per language tag: "Thanks" or { "en": "Thanks", "de": "Danke" }.',
});
export const Days = Type.Optional(Type.Number({ minimum: 0, maximum: 3_650 }));
