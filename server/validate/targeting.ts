// Schemas of targeting and pacing, the same as the contract's types, and in words what no schema can say.
import Type, { type Static, type TSchema } from 'typebox';
import type { Condition, Operator } from '../contract/conditions.ts';
import { DEVICES, MOST_CAP, type Pacing, type Schedule, type Targeting } from '../contract/targeting.ts';
import type { Same } from '../routes/same.ts';
import { closed, Days, LANGUAGE, Name } from './common.ts';
import { tagged } from './tagged.ts';
import { checkUrls, Urls } from './urls.ts';

const Cap = Type.Optional(Type.Integer({ minimum: 0, maximum: MOST_CAP }));

export const PACING = Type.Object(
  {
    delay: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600 })),
    firstVisit: Type.Optional(Type.Boolean()),
    gap: Days,
    waits: Type.Optional(Type.Object({ answered: Days, dismissed: Days, ignored: Days, later: Days }, closed)),
    caps: Type.Optional(Type.Object({ page: Cap, visit: Cap, month: Cap, year: Cap }, closed)),
    perDay: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
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

/** A list of them, all of which must hold. */
export const Conditions = tagged<Condition>('op', Object.values(CONDITIONS), 50);

/** A wall-clock time, and what stands for it. */
const DAY = '\\d{4}-\\d{2}-\\d{2}';
const WallTime = Type.Optional(Type.String({ pattern: `^${DAY}(T([01]\\d|2[0-3]):[0-5]\\d)?$` }));
const HOUR = '([01]\\d|2[0-3]):[0-5]\\d';
const Hours = Type.Unsafe<readonly [string, string]>({
  type: 'array',
  prefixItems: [
    { type: 'string', pattern: `^${HOUR}$` },
    { type: 'string', pattern: `^(${HOUR}|24:00)$` },
  ],
  items: false,
  minItems: 2,
});

const SCHEDULE = Type.Object(
  {
    from: WallTime,
    until: WallTime,
    weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, uniqueItems: true })),
    hours: Type.Optional(Type.Array(Hours, { minItems: 1, maxItems: 24 })),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  closed,
);
true satisfies Same<Static<typeof SCHEDULE>, Schedule>;

export const TARGETING = Type.Object(
  {
    pages: Type.Optional(Urls),
    referrer: Type.Optional(Urls),
    attributes: Type.Optional(Conditions),
    properties: Type.Optional(Conditions),
    devices: Type.Optional(Type.Array(Type.Enum([...DEVICES]), { minItems: 1, uniqueItems: true })),
    languages: Type.Optional(Type.Array(Type.String({ pattern: LANGUAGE }), { minItems: 1, maxItems: 100 })),
    schedule: Type.Optional(SCHEDULE),
    account: Type.Optional(Type.Object({ attribute: Attribute, minDays: Days, maxDays: Days }, closed)),
    seen: Type.Optional(
      Type.Array(
        Type.Object(
          {
            survey: Name,
            how: Type.Enum(['shown', 'answered', 'dismissed', 'ignored', 'later', 'never']),
            days: Days,
            not: Type.Optional(Type.Literal(true)),
          },
          closed,
        ),
        { minItems: 1, maxItems: 20 },
      ),
    ),
    sample: Type.Optional(
      Type.Object({ share: Type.Number({ minimum: 0, maximum: 1 }), round: Type.Optional(Name) }, closed),
    ),
  },
  closed,
);
true satisfies Same<Static<typeof TARGETING>, Targeting>;

/** The 31st of February, which `Date` would take for the 3rd of March, is no day. */
function isMoment(text: string): boolean {
  const at = Date.parse(text);
  const day = Date.parse(text.slice(0, 10));
  return Number.isFinite(at) && Number.isFinite(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
}

function isZone(zone: string): boolean {
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
}

/** What no schema can say of a targeting that has its shape: days and zones that exist, ranges in order. */
export function checkTargeting({ schedule = {}, account, ...rest }: Targeting): string[] {
  const problems = [...checkUrls('targeting.pages', rest.pages), ...checkUrls('targeting.referrer', rest.referrer)];
  const check = (ok: boolean, place: string, problem: string): void => {
    if (!ok) problems.push(`targeting.${place}: ${problem}`);
  };
  for (const list of ['attributes', 'properties'] as const) {
    rest[list]?.forEach((condition, index) => {
      if ((condition.op === 'before' || condition.op === 'after') && typeof condition.value === 'string') {
        check(isMoment(condition.value), `${list}[${index}].value`, `"${condition.value}" is no day`);
      }
    });
  }
  const { from, until, zone, hours = [] } = schedule;
  if (from !== undefined) check(isMoment(from), 'schedule.from', `"${from}" is no day`);
  if (until !== undefined) check(isMoment(until), 'schedule.until', `"${until}" is no day`);
  if (from !== undefined && until !== undefined) {
    const last = until.length > 10 ? Date.parse(until) : Date.parse(until) + 86_400_000;
    check(Date.parse(from) < last, 'schedule', `it ends (${until}) before it begins (${from})`);
  }
  if (zone !== undefined) check(isZone(zone), 'schedule.zone', `"${zone}" is no time zone`);
  hours.forEach(([start, end], index) => {
    check(
      start !== end,
      `schedule.hours[${index}]`,
      'begins and ends at the same time; leave it out for the whole day',
    );
  });
  const { minDays = 0, maxDays = Infinity } = account ?? {};
  check(minDays < maxDays, 'account', `no account is at least ${minDays} and less than ${maxDays} days old`);
  return problems;
}
