// Whom a survey is for, a rule for each member of its targeting: part of the chunk `rules`, which few surveys need.
import { holds, momentOf } from '../../server/contract/conditions.ts';
import type { Seen } from '../../server/contract/targeting.ts';
import { isOn } from '../../server/contract/urls.ts';
import { hash } from '../platform/hash.ts';
import { ALWAYS, DAY, NEVER, type Audience, type From, type Here } from './rule.ts';
import { onSchedule } from './schedule.ts';

export { surroundings } from './surroundings.ts';

const when = (yes: boolean): From => (yes ? ALWAYS : NEVER);

/** Was it seen so? And where it must not have been: when will that be long enough ago? */
function seen({ survey, how, days = Infinity, not }: Seen, { memory, now }: Here): From {
  const last = memory.asked[survey];
  const at = how === 'answered' ? last?.answered : how === 'shown' || last?.ending === how ? last?.at : undefined;
  const until = at === undefined ? 0 : at + days * DAY;
  return not ? until : when(now < until);
}

/** BCP 47 tags, of which the shorter stands for all that begin with it. */
function speaks(tag: string, language: string): boolean {
  return `${language}-`.toLowerCase().startsWith(`${tag}-`.toLowerCase());
}

export const audience: Audience = {
  pages: (pages, { url }) => when(url !== undefined && isOn(pages, url)),
  // Nobody came from nowhere: where nothing is known, only "not from there" is met.
  referrer: (rules, { referrer }) => when(referrer ? isOn(rules, referrer) : rules.every(({ not }) => not)),
  attributes: (conditions, { attributes, now }) => when(holds(conditions, attributes, now)),
  properties: (conditions, { properties, now }) => when(holds(conditions, properties, now)),
  devices: (devices, { device }) => when(device !== undefined && devices.includes(device)),
  languages: (tags, { languages: [language = ''] }) => when(tags.some((tag) => speaks(tag, language))),
  schedule: (schedule, { now }) => onSchedule(schedule, now),
  account: ({ attribute, minDays = 0, maxDays = Infinity }, { attributes, now }) => {
    const opened = momentOf(attributes[attribute]);
    return now < opened + maxDays * DAY ? opened + minDays * DAY : NEVER;
  },
  // Somebody who names themselves is drawn anew: the person counts, not the device.
  sample: ({ share, round = '' }, { person, memory }, survey) =>
    when(hash(`${survey}|${round}|${person ?? memory.seed}`) < share),
  seen: (list, here) => Math.max(...list.map((one) => seen(one, here))),
};
