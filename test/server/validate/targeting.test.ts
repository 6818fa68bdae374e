import { describe, expect, it } from 'vitest';
import { validateSurvey } from '../../../server/validate/index.ts';

const survey = (changes: object) => ({
  id: 'shop',
  version: 1,
  name: 'Shop',
  touchpoint: 'bought',
  stage: 'purchase',
  questions: [{ id: 'recommend', type: 'nps', title: 'How likely?' }],
  ...changes,
});
const problems = (changes: object): readonly string[] => {
  const result = validateSurvey(survey(changes));
  return 'problems' in result ? result.problems : [];
};

describe('the targeting of a survey', () => {
  it('may have every member there is', () => {
    const targeting = {
      pages: [
        { match: 'glob', value: '/shop/**' },
        { match: 'query', name: 'test', not: true },
      ],
      referrer: [{ match: 'prefix', value: 'https://news.example' }],
      attributes: [
        { name: 'plan', op: 'in', value: ['pro', 7, true] },
        { name: 'since', op: 'before', value: { daysAgo: 30 } },
        { name: 'since', op: 'after', value: '2026-02-28T12:00:00Z' },
        { name: 'x', op: 'missing' },
      ],
      properties: [{ name: 'total', op: 'above', value: 20.5 }],
      devices: ['phone', 'desktop'],
      languages: ['de', 'pt-BR'],
      schedule: {
        from: '2026-11-22',
        until: '2026-11-22',
        weekdays: [1, 7],
        hours: [
          ['22:00', '06:00'],
          ['12:00', '24:00'],
        ],
        zone: 'Europe/Berlin',
      },
      account: { attribute: 'since', minDays: 30, maxDays: 31 },
      seen: [{ survey: 'chat', how: 'answered', days: 30, not: true }],
      sample: { share: 0.5, round: '2026-Q4' },
    };
    const pacing = { gap: 0.5, waits: { later: 3 }, caps: { page: 2, visit: 0, month: 3, year: 50 }, perDay: 100 };
    expect(problems({ targeting, pacing, priority: -5 })).toEqual([]);
  });

  it.each<[object, string]>([
    [{ targeting: { mood: 'glad' } }, 'targeting: does not know "mood"'],
    [{ targeting: { pages: [] } }, 'targeting.pages: must NOT have fewer than 1 items'],
    [
      { targeting: { pages: [{ match: 'like', value: '/' }] } },
      'targeting.pages[0]: value of tag "match" must be in oneOf',
    ],
    [
      { targeting: { pages: [{ match: 'query', value: '/' }] } },
      "targeting.pages[0]: must have required property 'name'",
    ],
    [
      { targeting: { attributes: [{ name: 'a', op: 'above', value: '3' }] } },
      'targeting.attributes[0].value: must be number',
    ],
    [
      { targeting: { attributes: [{ name: 'a', op: 'exists', value: 1 }] } },
      'targeting.attributes[0]: does not know "value"',
    ],
    [
      { targeting: { attributes: [{ name: 'a', op: 'before', value: '2026-02-31' }] } },
      'targeting.attributes[0].value: "2026-02-31" is no day',
    ],
    [
      { targeting: { referrer: [{ match: 'regex', value: '(' }] } },
      'targeting.referrer[0].value: no regular expression: Invalid regular expression: /(/: Unterminated group',
    ],
    [
      { targeting: { pages: [{ match: 'exact', value: 'shop' }] } },
      'targeting.pages[0].value: must begin with "/" or "http"',
    ],
    [{ targeting: { devices: ['watch'] } }, 'targeting.devices[0]: must be equal to one of the allowed values'],
    [{ targeting: { schedule: { zone: 'Mars/Olympus' } } }, 'targeting.schedule.zone: "Mars/Olympus" is no time zone'],
    [{ targeting: { schedule: { from: '2026-13-01' } } }, 'targeting.schedule.from: "2026-13-01" is no day'],
    [
      { targeting: { schedule: { from: '2026-11-23', until: '2026-11-22' } } },
      'targeting.schedule: it ends (2026-11-22) before it begins (2026-11-23)',
    ],
    [
      { targeting: { schedule: { from: '2026-11-22T10:00', until: '2026-11-22T10:00' } } },
      'targeting.schedule: it ends (2026-11-22T10:00) before it begins (2026-11-22T10:00)',
    ],
    [{ targeting: { schedule: { weekdays: [0] } } }, 'targeting.schedule.weekdays[0]: must be >= 1'],
    [
      { targeting: { schedule: { hours: [['9:00', '17:00']] } } },
      'targeting.schedule.hours[0][0]: must match pattern "^([01]\\d|2[0-3]):[0-5]\\d$"',
    ],
    [
      { targeting: { schedule: { hours: [['24:00', '01:00']] } } },
      'targeting.schedule.hours[0][0]: must match pattern "^([01]\\d|2[0-3]):[0-5]\\d$"',
    ],
    [
      { targeting: { schedule: { hours: [['09:00', '09:00']] } } },
      'targeting.schedule.hours[0]: begins and ends at the same time; leave it out for the whole day',
    ],
    [
      { targeting: { account: { attribute: 'a', minDays: 30, maxDays: 30 } } },
      'targeting.account: no account is at least 30 and less than 30 days old',
    ],
    [{ targeting: { sample: { share: 1.5 } } }, 'targeting.sample.share: must be <= 1'],
    [
      { targeting: { seen: [{ survey: 'chat', how: 'loved' }] } },
      'targeting.seen[0].how: must be equal to one of the allowed values',
    ],
    [{ pacing: { caps: { week: 1 } } }, 'pacing.caps: does not know "week"'],
    [{ pacing: { caps: { year: 51 } } }, 'pacing.caps.year: must be <= 50'],
    [{ pacing: { waits: { never: 1 } } }, 'pacing.waits: does not know "never"'],
    [{ priority: 0.5 }, 'priority: must be integer'],
  ])('%j is refused in words', (changes, problem) => {
    expect(problems(changes)).toContain(problem);
  });
});
