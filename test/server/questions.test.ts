// One answer of every type on its way through the collector: sent, judged, stored, counted, scored, read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResponseItem } from '../../server/contract/api.ts';
import { SCALES, type AnswerValue, type Question, type QuestionType } from '../../server/contract/questions.ts';
import { validateSurvey } from '../../server/validate/index.ts';
import { tallyRows } from '../../server/store/tallies.ts';
import { storedOf, verdictsOn } from './asking.ts';
import { openCollector, type TestCollector } from './collector.ts';
import { answer, document, site, survey } from './documents.ts';

const labels = (n: number): string[] => Array.from({ length: n }, (_, i) => `Label ${i + 1}`);
const options = ['red', 'blue'].map((id) => ({ id, label: id }));
const given = { email: 'ann@example.com', consent: true } as const;

/** A question of each type with all its settings, an answer to it, and what of that is counted. */
const CASES: { readonly [T in QuestionType]: readonly [Omit<Question<T>, 'id' | 'title'>, AnswerValue<T>, string[]] } =
  {
    nps: [{ type: 'nps', low: 'L', high: 'H', shape: 'number', required: true }, 0, ['nps 0']],
    csat5: [{ type: 'csat5', shape: 'word', labels: labels(5) }, 4, ['csat5 4']],
    csat7: [{ type: 'csat7', shape: 'star' }, 7, ['csat7 7']],
    ces1: [{ type: 'ces1' }, 1, ['ces1 1']],
    ces2: [{ type: 'ces2' }, 5, ['ces2 5']],
    service10: [{ type: 'service10' }, 10, ['service10 10']],
    stars: [{ type: 'stars' }, 5, ['stars 5']],
    emoji3: [{ type: 'emoji3', low: 'Bad', high: 'Good' }, 2, ['emoji3 2']],
    emoji5: [{ type: 'emoji5', labels: labels(5) }, 1, ['emoji5 1']],
    thumbs: [{ type: 'thumbs' }, 0, ['thumbs 0']],
    choice: [
      { type: 'choice', options, random: true, other: { label: 'Another' } },
      { other: 'Grün' },
      ['choice other'],
    ],
    choices: [
      { type: 'choices', options, other: {}, min: 1, max: 2 },
      ['blue', { other: '' }],
      ['choice blue', 'choice other'],
    ],
    text: [{ type: 'text', minLength: 2, maxLength: 9, placeholder: 'P' }, 'Fast', []],
    contact: [{ type: 'contact', consent: 'You may write to me.' }, given, []],
  };
const types = Object.keys(CASES) as QuestionType[]; // Object.keys forgets that they are the keys of CASES

let collector: TestCollector;
let token: string;
beforeAll(async () => {
  collector = await openCollector();
  token = await collector.token(['metrics:read', 'responses:read']);
});
afterAll(() => collector.close());
const get = async (url: string) =>
  (await collector.app.inject({ url: `/api/v1/${url}`, headers: { authorization: `Bearer ${token}` } })).json();

/** Publishes a survey of one question as the API would, and answers it. */
async function answered(type: QuestionType, id = type as string) {
  const [settings, value, counted] = CASES[type];
  const asked = { ...survey, id, questions: [{ id: 'q', title: 'Q', ...settings }] };
  const read = validateSurvey(asked);
  if ('problems' in read) throw new Error(read.problems.join());
  await collector.store.publish(site.id, read.survey);
  const sent = document({ s: id, q: { q: answer(value) } });
  return { asked: read.survey, value, counted, sent, verdicts: await verdictsOn(collector, sent) };
}

describe('an answer of every type', () => {
  it.each(types)('%s is taken, stored as it was given, and counted', async (type) => {
    const { asked, value, counted, verdicts, sent } = await answered(type);
    expect(verdicts).toEqual(['ok']);
    const [stored] = await storedOf(collector, type);
    expect(stored!.snapshot.q).toEqual({ q: answer(value) });
    const rows = tallyRows(stored!, asked, site).filter(({ question }) => question === 'q');
    expect(rows.map((row) => `${row.metric} ${row.value}`)).toEqual(counted);
    expect(await verdictsOn(collector, sent)).toEqual(['dup']);
  });

  it.each(types.filter((type) => type in SCALES))('%s has its score', async (type) => {
    await answered(type, `scored-${type}`);
    const { n, distribution, funnel } = await get(`metrics?site=shop&metric=${type}&survey=scored-${type}`);
    const value = CASES[type][1];
    expect([n, funnel.answered, funnel.completed]).toEqual([1, 1, 1]);
    expect(distribution.find(({ score }: { score: number }) => score === value).n).toBe(1);
  });

  it.each(['choice', 'choices'] as const)('%s is counted by its options, own words as other', async (type) => {
    const { counted } = await answered(type, `counted-${type}`);
    const { answers } = await collector.store.tally({ siteId: site.id, metric: 'choice', survey: `counted-${type}` });
    expect(Object.keys(answers).map((id) => `choice ${id}`)).toEqual(counted);
  });

  it.each(types)('%s moves in the counts when it changes, and leaves them when it is taken back', async (type) => {
    const { asked, sent } = await answered(type, `moved-${type}`);
    const back = { ...sent, rev: 2, q: { q: answer(null, 2) } };
    expect(await verdictsOn(collector, back)).toEqual(['ok']);
    const metric = type in SCALES ? (type as 'nps') : 'choice';
    const { answers } = await collector.store.tally({ siteId: site.id, metric, survey: asked.id, question: 'q' });
    expect(answers).toEqual({});
  });

  it.each(types)('%s is held when its survey is unknown, and counted once it is known', async (type) => {
    const id = `late-${type}`;
    const sent = document({ s: id, q: { q: answer(CASES[type][1]) } });
    expect(await verdictsOn(collector, sent)).toEqual(['held survey']);
    await answered(type, id);
    const stored = (await storedOf(collector, id)).find(({ snapshot }) => snapshot.rid === sent.rid);
    expect(stored).toMatchObject({ held: null, snapshot: { q: { q: answer(CASES[type][1]) } } });
  });
});

describe('reading answers', () => {
  const itemOf = async (type: QuestionType, more = ''): Promise<ResponseItem['answers'][number]> => {
    await answered(type, `read-${type}`);
    const { data } = await get(`responses?site=shop&survey=read-${type}${more}`);
    return data[0].answers[0];
  };

  it.each(types.filter((type) => type !== 'contact'))('shows %s as it was given', async (type) => {
    expect(await itemOf(type)).toMatchObject({ type, value: CASES[type][1] });
  });

  it('says that there is a contact, and shows its address only to those who ask for it', async () => {
    expect((await itemOf('contact')).value).toEqual({ consent: true });
    expect((await itemOf('contact', '&contacts=false')).value).toEqual({ consent: true });
    expect((await itemOf('contact', '&contacts=true')).value).toEqual(given);
  });

  it('keeps addresses out of the comment', async () => {
    await answered('contact', 'comment');
    const { data } = await get('responses?site=shop&survey=comment&contacts=true');
    expect([data[0].comment, data[0].score]).toEqual([null, null]);
  });
});

describe('a question', () => {
  const problemsOf = (question: object): readonly string[] => {
    const read = validateSurvey({ ...survey, questions: [{ id: 'q', title: 'Q', ...question }] });
    return 'problems' in read ? read.problems : [];
  };

  it.each([
    ['labels: must NOT have fewer than 5 items', { type: 'csat5', labels: labels(4) }],
    ['labels: must NOT have more than 2 items', { type: 'thumbs', labels: labels(3) }],
    ['labels: must be there, one a value, for the shape "word"', { type: 'nps', shape: 'word', low: 'L', high: 'H' }],
    ['labels: must be there, one a value, or low and high, for the shape "face"', { type: 'emoji5', low: 'L' }],
    ['shape: must be equal to one of the allowed values', { type: 'nps', shape: 'thumb' }],
    [
      'options: the id "other" is the one of other',
      { type: 'choice', options: [{ id: 'other', label: 'O' }], other: {} },
    ],
    ['other: does not know "id"', { type: 'choice', options, other: { id: 'x' } }],
    ['min: 4 cannot be chosen of 3', { type: 'choices', options, other: {}, min: 4 }],
    ['min: 2 is more than max', { type: 'choices', options, min: 2, max: 1 }],
    ['min: must be >= 1', { type: 'choices', options, min: 0 }],
    [' does not know "min"', { type: 'choice', options, min: 1 }],
    ['minLength: 9 is more than maxLength', { type: 'text', minLength: 9, maxLength: 8 }],
    ['maxLength: must be <= 2000', { type: 'text', maxLength: 2_001 }],
    [' must have required propert', { type: 'contact' }],
    ['consent', { type: 'contact', consent: '' }],
  ])('is refused with "%s"', (reason, question) => {
    expect(problemsOf(question).join('\n')).toContain(`questions[0]${reason.startsWith(' ') ? ':' : '.'}${reason}`);
  });

  it('may have an option called other where there are no own words', () => {
    expect(problemsOf({ type: 'choice', options: [{ id: 'other', label: 'O' }] })).toEqual([]);
  });
});
