// Every rule in words: what is the case, and what is asked for. A rule that is forgotten here does not compile.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { holds, momentOf, type Condition } from '../../server/contract/conditions.ts';
import type { Attributes } from '../../server/contract/response.ts';
import { waitOf } from '../targeting/eligibility.ts';
import { audience } from '../targeting/more.ts';
import { paceOf } from '../targeting/pacing.ts';
import { DAY, type PacingRule, type Here, type AudienceRule } from '../targeting/rule.ts';
import type { Targeting } from '../../server/contract/targeting.ts';
import { ago, anyOf, inDays, percent, quoted } from './numbers.ts';
import { conditionInWords, scheduleInWords, seenInWords, urlsInWords } from './targeting.ts';

type Say<R extends AudienceRule> = (setting: NonNullable<Targeting[R]>, here: Here) => string;

/** The conditions that do not hold, with what is there instead; all of them when all hold. */
function conditions(list: readonly Condition[], known: Attributes, now: number): string {
  const failing = list.filter((one) => !holds([one], known, now));
  if (!failing.length) return list.map(conditionInWords).join(', ');
  return failing
    .map(
      (one) =>
        `asked for: ${conditionInWords(one)}; it is ${Object.hasOwn(known, one.name) ? quoted(known[one.name]) : 'not known'}`,
    )
    .join('; ');
}

export const audienceWords: { readonly [R in AudienceRule]: Say<R> } = {
  pages: (rules, { url }) => `this page is ${url ?? 'not known'}; asked on: ${urlsInWords(rules)}`,
  referrer: (rules, { referrer }) =>
    `came from ${referrer || 'nowhere the browser tells of'}; asked for: ${urlsInWords(rules)}`,
  attributes: (list, { attributes, now }) => conditions(list, attributes, now),
  properties: (list, { properties, now }) => conditions(list, properties, now),
  devices: (devices, { device }) => `this is a ${device ?? 'device of an unknown kind'}; asked on: ${anyOf(devices)}`,
  languages: (tags, { languages }) => `the language here is ${languages[0] ?? 'not known'}; asked in: ${anyOf(tags)}`,
  schedule: (schedule) => `asked ${scheduleInWords(schedule)}`,
  account: ({ attribute, minDays, maxDays }, { attributes, now }) => {
    const opened = momentOf(attributes[attribute]);
    const age = Number.isFinite(opened)
      ? `the account was opened ${ago(opened, now)}`
      : `${attribute} does not say when the account was opened`;
    const from = minDays === undefined ? '' : ` from ${inDays(minDays)}`;
    return `${age}; asked${from}${maxDays === undefined ? '' : ` below ${inDays(maxDays)}`} of age`;
  },
  sample: ({ share, round }, { person }) =>
    `${percent(share)} of ${person === undefined ? 'devices' : 'people'} are asked, the same ones every time${
      round === undefined ? '' : ` in round ${round}`
    }`,
  seen: (list, here) =>
    list.map((one) => `${seenInWords(one)}: ${audience.seen([one], here, '') <= here.now ? 'yes' : 'no'}`).join('; '),
};

export const pacingWords: { readonly [R in PacingRule]: (survey: PublicSurvey, here: Here) => string } = {
  paused: ({ paused = 0 }, { now }) => (paused > now ? 'the answers wanted for today are in' : 'not paused'),
  refused: (_survey, { memory }) =>
    memory.refused
      ? '“don’t ask me again” was said: nothing is asked by itself on this site'
      : 'asking was not refused',
  visit: ({ pacing }, { memory, pacing: site }) =>
    `visit ${memory.visits}; first visits are ${paceOf(site, pacing).firstVisit ? 'asked' : 'left alone'}`,
  gap: ({ pacing }, { memory, now, pacing: site }) => {
    const all = Object.values(memory.asked).map(({ at }) => at);
    const gap = paceOf(site, pacing).gap;
    const last = all.length ? `the last prompt was ${ago(Math.max(...all), now)}` : 'no prompt so far';
    return `${last}; ${gap ? `${inDays(gap)} between any two` : 'no wait between two'}`;
  },
  wait: (survey, here) => {
    const last = here.memory.asked[survey.id];
    if (!last) return 'not shown so far';
    const days = waitOf(last, paceOf(here.pacing, survey.pacing));
    const row = last.ending === 'dismissed' && last.row > 1 ? `, ${last.row} times in a row` : '';
    const how = last.ending === 'later' ? 'put off' : last.ending;
    return `${how} ${ago(last.at, here.now)}${row}; ${days ? `not again for ${inDays(days)}` : 'no wait'}`;
  },
  caps: ({ pacing }, { memory, now, shown, pacing: site }) => {
    const { page, visit, month, year } = paceOf(site, pacing).caps;
    const since = (days: number): number => memory.days.filter((day) => now - day * DAY < days * DAY).length;
    const of = (count: number, most: number): string => `${count}${most ? ` of ${most}` : ''}`;
    return `${of(shown, page)} prompts on this page, ${of(memory.shown, visit)} this visit, ${of(
      since(30),
      month,
    )} in 30 days, ${of(since(365), year)} in a year`;
  },
  alone: (_survey, { open }) => (open ? 'another prompt is open' : 'no prompt is open'),
};
