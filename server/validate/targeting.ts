// Schema of targeting and pacing, the same as the contract's types.
import Type, { type Static } from 'typebox';
import type { Pacing } from '../contract/targeting.ts';
import type { Same } from '../routes/same.ts';
import { closed, Days } from './common.ts';

export const PACING = Type.Object(
  {
    delay: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600 })),
    firstVisit: Type.Optional(Type.Boolean()),
    gap: Days,
    perDay: Type.Optional(Type.Integer({ minimum: 0 })),
    waits: Type.Optional(Type.Object({ answered: Days, dismissed: Days, ignored: Days }, closed)),
  },
  closed,
);
true satisfies Same<Static<typeof PACING>, Pacing>;
