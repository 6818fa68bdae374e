// Schema of targeting and pacing, the same as the contract's types.
import Type, { type Static, type TSchema } from 'typebox';
import type { Condition, Operator } from '../contract/conditions.ts';
import type { Pacing } from '../contract/targeting.ts';
import type { Same } from '../routes/same.ts';
import { closed, Days } from './common.ts';

export const PACING = Type.Object(
  {
    delay: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600 })),
    firstVisit: Type.Optional(Type.Boolean()),
    gap: Days,
    waits: Type.Optional(Type.Object({ answered: Days, dismissed: Days, ignored: Days }, closed)),
  },
  closed,
);
true satisfies Same<Static<typeof PACING>, Pacing>;

const Attribute = Type.String({ minLength: 1, maxLength: 128 });
const Short = Type.String({ maxLength: 500 });
const Value = Type.Union([Short, Type.Number(), Type.Boolean()]);
const Values = Type.Array(Value, { minItems: 1, maxItems: 200 });
const Moment = Type.Union([
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?$' }),
  Type.Object({ daysAgo: Type.Number({ minimum: -36_500, maximum: 36_500 }) }, closed),
]);

const compared = <O extends string, V extends TSchema>(op: O, value: V) =>
  Type.Object({ name: Attribute, op: Type.Literal(op), value }, closed);
const alone = <O extends string>(op: O) => Type.Object({ name: Attribute, op: Type.Literal(op) }, closed);

/** One an operator. */
export const CONDITIONS = {
  is: compared('is', Value),
  isNot: compared('isNot', Value),
  in: compared('in', Values),
  notIn: compared('notIn', Values),
  contains: compared('contains', Short),
  startsWith: compared('startsWith', Short),
  above: compared('above', Type.Number()),
  below: compared('below', Type.Number()),
  before: compared('before', Moment),
  after: compared('after', Moment),
  exists: alone('exists'),
  missing: alone('missing'),
} as const satisfies { [O in Operator]: TSchema };
true satisfies { [O in Operator]: Same<Static<(typeof CONDITIONS)[O]>, Condition<O>> }[Operator];
