// What is known of a visitor or a touchpoint, compared with what a survey asks for.
import type { Attributes } from './response.ts';

type Value = string | number | boolean;

/**
 * A moment: ISO 8601 (`2026-11-22`, `2026-11-22T09:00:00Z`; without a zone a date means UTC, as everywhere in
 * JavaScript), or so many days before now; fractions and negative numbers (days from now) are fine.
 */
export type Moment =
  | string
  | {
      /** Days before now; negative ones are days from now. */
      readonly daysAgo: number;
    };

/** What each operator compares with; `never` where it compares with nothing. */
export interface Operands {
  /** The same value of the same type: `1` is not `"1"`. Text is compared as it is, capitals and all. */
  is: Value;
  /** Also true of an attribute that is missing. */
  isNot: Value;
  /** One of these values, each compared as by `is`. */
  in: readonly Value[];
  /** Also true of an attribute that is missing. */
  notIn: readonly Value[];
  /** Text, anywhere in text; capitals make no difference. */
  contains: string;
  /** Text, at the beginning of text; capitals make no difference. */
  startsWith: string;
  /** Numbers only, the bound itself excluded. */
  above: number;
  /** Numbers only, the bound itself excluded. */
  below: number;
  /** Dates only (see `momentOf`), the moment itself excluded. */
  before: Moment;
  /** Dates only (see `momentOf`), the moment itself excluded. */
  after: Moment;
  /** Is known, whatever its value. Has no `value`. */
  exists: never;
  /** Is not known. Has no `value`. */
  missing: never;
}
/** The name of a comparison. */
export type Operator = keyof Operands;

/**
 * One comparison, such as `{ name: 'plan', op: 'in', value: ['pro', 'team'] }`.
 * An attribute that is missing, or is of another kind than the operator compares, does not match.
 */
export type Condition<O extends Operator = Operator> = {
  [K in O]: {
    /** Of the attribute or property. Capitals count. */
    readonly name: string;
    /** How it is compared. */
    readonly op: K;
  } & ([Operands[K]] extends [never]
    ? unknown
    : {
        /** What it is compared with. */
        readonly value: Operands[K];
      });
}[O];

/** Below this a number is Unix seconds (what most back ends know), from here on milliseconds; in between lies 1973. */
const MILLISECONDS = 1e11;

/** The Unix milliseconds an attribute stands for: an ISO date, Unix seconds or milliseconds; NaN if it is no date. */
export function momentOf(value: Value | undefined): number {
  if (typeof value === 'number') return value < MILLISECONDS ? value * 1_000 : value;
  return typeof value === 'string' ? Date.parse(value) : NaN;
}

const bound = (moment: Moment, now: number): number =>
  typeof moment === 'string' ? Date.parse(moment) : now - moment.daysAgo * 86_400_000;
const low = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

type Compare<O extends Operator> = (actual: Value | undefined, value: Operands[O], now: number) => boolean;

const operators: { readonly [O in Operator]: Compare<O> } = {
  is: (actual, value) => actual === value,
  isNot: (actual, value) => actual !== value,
  in: (actual, values) => values.some((value) => value === actual),
  notIn: (actual, values) => !values.some((value) => value === actual),
  contains: (actual, value) => low(actual).includes(low(value)),
  startsWith: (actual, value) => low(actual).startsWith(low(value)),
  above: (actual, value) => typeof actual === 'number' && actual > value,
  below: (actual, value) => typeof actual === 'number' && actual < value,
  before: (actual, value, now) => momentOf(actual) < bound(value, now),
  after: (actual, value, now) => momentOf(actual) > bound(value, now),
  exists: (actual) => actual !== undefined,
  missing: (actual) => actual === undefined,
};

/**
 * Do all of these hold? `now` in Unix milliseconds, for `daysAgo`. No conditions hold. Never throws; an operator or
 * a value that is not understood does not hold.
 */
export function holds(conditions: readonly Condition[] | undefined, attributes: Attributes, now: number): boolean {
  try {
    return (conditions ?? []).every((condition) => {
      const { name, op } = condition;
      const actual = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      const value = 'value' in condition ? condition.value : undefined;
      // The registry pairs each operator with its operand, which looking it up by a union forgets.
      const compare = operators[op] as (actual: Value | undefined, value: unknown, now: number) => boolean;
      return Object.hasOwn(operators, op) && compare(actual, value, now);
    });
  } catch {
    return false;
  }
}
