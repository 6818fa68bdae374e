import { describe, expect, it } from 'vitest';
import type { Answer, Snapshot } from '../../../server/contract/response.ts';
import { dayIn } from '../../../server/store/days.ts';
import type { Site, StoredResponse } from '../../../server/store/store.ts';
import { moveTallies, tallyRows } from '../../../server/store/tallies.ts';
import type { TallyMoves } from '../../../server/store/tallies.ts';
import { answers, NOON, QUESTIONS, sampleResponse, sampleSite, sampleSnapshot, sampleSurvey } from './sample.ts';

const SURVEY = sampleSurvey();

function response(snapshot: Partial<Snapshot>, over: Partial<StoredResponse> = {}): StoredResponse {
  return sampleResponse({ snapshot: sampleSnapshot(snapshot), ...over });
}

/** Rows in short: `metric question=value`, funnel steps by their name alone. */
function counted(snapshot: Partial<Snapshot>, survey = SURVEY): string[] {
  return tallyRows(response(snapshot), survey, sampleSite()).map(({ metric, question, value }) =>
    question === '' ? `${metric} ${value}` : `${metric} ${question}=${value}`,
  );
}

describe('tallies of answers', () => {
  const cases: [string, Record<string, Answer['v']>, string[]][] = [
    ['a rating under its type', { rating: 9 }, ['nps rating=9']],
    ['a rating of 0', { rating: 0 }, ['nps rating=0']],
    ['each rating of a survey', { rating: 9, ease: 7 }, ['nps rating=9', 'ces2 ease=7']],
    ['a chosen option', { how: 'cash' }, ['choice how=cash']],
    ['each of several options, once', { goods: ['salt', 'wine', 'salt'] }, ['choice goods=salt', 'choice goods=wine']],
    ['own words as the option other', { how: { other: 'IOU' } }, ['choice how=other']],
    ['own words among options', { goods: ['salt', { other: '' }] }, ['choice goods=salt', 'choice goods=other']],
    ['no option', { goods: [] }, []],
    ['no words', { why: '9' }, []],
    ['no answer that was taken back', { rating: null, how: null }, []],
    ['no answer to a question the survey does not have', { gone: 9, constructor: 3 }, []],
  ];
  it.each(cases)('count %s', (_, given, expected) => {
    const rows = counted({ q: answers(given) });
    expect(rows.filter((row) => row.includes('='))).toEqual(expected);
  });

  it('count nothing for a question that is named like what every object inherits', () => {
    const survey = sampleSurvey({ questions: [{ id: 'constructor', type: 'nps', title: '' }] });
    expect(counted({}, survey)).toEqual(['nps shown']);
  });
});

describe('tallies of the funnel', () => {
  const cases: [string, Partial<Snapshot>, string[]][] = [
    ['a showing', {}, ['shown']],
    ['a showing that was begun', { st: 'started' }, ['shown']],
    ['a rating', { q: answers({ rating: 0 }) }, ['shown', 'answered']],
    [
      'a survey answered to its end',
      { st: 'completed', q: answers({ rating: 9 }) },
      ['shown', 'answered', 'completed'],
    ],
    ['an end without the rating as no completion', { st: 'completed', q: answers({ how: 'cash' }) }, ['shown']],
    ['a dismissal', { st: 'dismissed' }, ['shown', 'dismissed']],
    ['a dismissal without the rating', { st: 'dismissed', q: answers({ ease: 7 }) }, ['shown', 'dismissed']],
    [
      'a dismissal after the rating as an answer',
      { st: 'dismissed', q: answers({ rating: 9 }) },
      ['shown', 'answered'],
    ],
    ['a rating taken back as none', { st: 'dismissed', q: answers({ rating: null }) }, ['shown', 'dismissed']],
    ['a comment', { q: answers({ rating: 9, why: 'Fast.' }) }, ['shown', 'answered', 'commented']],
    ['an empty comment as none', { q: answers({ rating: 9, why: '' }) }, ['shown', 'answered']],
  ];
  it.each(cases)('count %s', (_, snapshot, expected) => {
    expect(counted(snapshot).filter((row) => !row.includes('='))).toEqual(expected.map((step) => `nps ${step}`));
  });

  it('count any answer to a survey without a rating, under no metric', () => {
    const survey = sampleSurvey({ questions: QUESTIONS.slice(2) });
    const q = answers({ why: 'Fast.' });
    expect(counted({ q, st: 'completed' }, survey)).toEqual([' shown', ' answered', ' completed', ' commented']);
    expect(counted({ q: answers({ why: null }), st: 'dismissed' }, survey)).toEqual([' shown', ' dismissed']);
  });
});

describe('tally rows', () => {
  const rows = (over: Partial<Snapshot>, site: Partial<Site>, times: Partial<StoredResponse> = {}) =>
    tallyRows(response({ q: answers({ rating: 9 }), ...over }, times), SURVEY, sampleSite(site));

  it('carry survey, version and touchpoint', () => {
    const version = sampleSurvey({ version: 3, touchpoint: 'parcel-arrived' });
    for (const row of tallyRows(response({ sv: 3, q: answers({ rating: 9 }) }), version, sampleSite())) {
      expect(row).toMatchObject({ siteId: 'shop', survey: 'checkout', version: 3, touchpoint: 'parcel-arrived' });
    }
  });

  it('lie on the day of the answer, those of the funnel on the day of the showing', () => {
    const days = rows({}, {}, { answered: NOON + 86_400_000 }).map(({ value, day }) => [value, day]);
    expect(days).toEqual([
      ['shown', '2026-03-10'],
      ['answered', '2026-03-10'],
      ['9', '2026-03-11'],
    ]);
  });

  it('do not exist for a held response, nor for an unknown survey', () => {
    expect(rows({}, {}, { held: 'robot' })).toEqual([]);
    expect(tallyRows(response({ q: answers({ rating: 9 }) }), undefined, sampleSite())).toEqual([]);
  });

  const segments: [string, Snapshot['x'], readonly string[], [string, string][]][] = [
    ['for everybody alone without declared attributes', { at: { plan: 'pro' } }, [], [['', '']]],
    [
      'per attribute of the visitor',
      { at: { plan: 'pro' } },
      ['plan'],
      [
        ['', ''],
        ['plan', 'pro'],
      ],
    ],
    [
      'per property of the touchpoint',
      { pr: { total: 12.5 } },
      ['total'],
      [
        ['', ''],
        ['total', '12.5'],
      ],
    ],
    [
      'by the visitor where both carry it',
      { at: { plan: 'a' }, pr: { plan: 'b' } },
      ['plan'],
      [
        ['', ''],
        ['plan', 'a'],
      ],
    ],
    [
      'for false and for an empty value',
      { at: { paid: false, plan: '' } },
      ['paid', 'plan'],
      [
        ['', ''],
        ['paid', 'false'],
        ['plan', ''],
      ],
    ],
    [
      'once for an attribute declared twice',
      { at: { plan: 'pro' } },
      ['plan', 'plan'],
      [
        ['', ''],
        ['plan', 'pro'],
      ],
    ],
    ['not for a nameless attribute', { at: { '': 'x' } }, [''], [['', '']]],
    ['not for what an object inherits', { at: {} }, ['toString'], [['', '']]],
  ];
  it.each(segments)('are repeated %s', (_, x, declared, expected) => {
    const found = rows({ x }, { segments: declared }).filter(({ value }) => value === '9');
    expect(found.map(({ segment, segmentValue }) => [segment, segmentValue])).toEqual(expected);
  });
});

describe('moving tallies', () => {
  const moved = (
    ...states: [before: Partial<Snapshot> | undefined, after: Partial<Snapshot>][]
  ): [string, number][] => {
    const rowsOf = (snapshot: Partial<Snapshot>) => tallyRows(response(snapshot), SURVEY, sampleSite());
    const moves: TallyMoves = new Map();
    for (const [before, after] of states) moveTallies(moves, before ? rowsOf(before) : [], rowsOf(after));
    return [...moves.values()]
      .map(({ row, by }): [string, number] => [row.value, by])
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
  };

  it('adds a new response', () => {
    expect(moved([undefined, { q: answers({ rating: 9 }) }])).toEqual([
      ['9', 1],
      ['answered', 1],
      ['shown', 1],
    ]);
  });
  it('moves what changed and nothing else', () => {
    expect(moved([{ q: answers({ rating: 3 }) }, { q: answers({ rating: 9 }) }])).toEqual([
      ['3', -1],
      ['9', 1],
    ]);
  });
  it('moves nothing when nothing that counts has changed', () => {
    expect(moved([{ q: answers({ why: 'a' }) }, { q: answers({ why: 'b' }) }])).toEqual([]);
  });
  it('adds up the moves of a group', () => {
    expect(moved([undefined, {}], [{}, { q: answers({ rating: 9 }) }], [undefined, {}])).toEqual([
      ['9', 1],
      ['answered', 1],
      ['shown', 2],
    ]);
  });
});

describe('days', () => {
  const cases: [zone: string, time: string, day: string][] = [
    ['UTC', '2026-01-14T23:30:00Z', '2026-01-14'],
    ['Europe/Berlin', '2026-01-14T23:30:00Z', '2026-01-15'],
    ['Europe/Berlin', '2026-06-14T21:59:59.999Z', '2026-06-14'],
    ['Europe/Berlin', '2026-06-14T22:00:00Z', '2026-06-15'],
    ['America/Los_Angeles', '2026-01-01T07:59:00Z', '2025-12-31'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['Etc/UTC', '2026-01-01T00:00:00Z', '2026-01-01'],
  ];
  it.each(cases)('in %s, %s is on %s', (zone, time, day) => {
    expect(dayIn(zone, Date.parse(time))).toBe(day);
  });
  it('refuse an unknown zone and a time that is none', () => {
    expect(() => dayIn('Europe/Atlantis', NOON)).toThrow(RangeError);
    expect(() => dayIn('UTC', Number.NaN)).toThrow(RangeError);
    expect(() => dayIn('Europe/Berlin', Number.NaN)).toThrow(RangeError);
  });
});
