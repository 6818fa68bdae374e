import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stepsOf } from '../../../server/contract/flow.ts';
import { forgetProgress, saveProgress, type Progress } from '../../../widget/prompt/progress.ts';
import { readProgress } from '../../../widget/prompt/resume.ts';
import { reduce, start, type Deed } from '../../../widget/prompt/session.ts';
import { colour, nps, reason, survey } from '../../support/surveys.ts';

const KEY = 'asklet-begun-pk';
const steps = stepsOf([nps, reason, colour]);
const run = (...deeds: Deed[]) => deeds.reduce((session, deed) => reduce(steps, session, deed), start(steps));
const rate: Deed = { do: 'answer', question: 'recommend', value: 9 };
const next: Deed = { do: 'next' };
const progress = (changes: Partial<Progress> = {}): Progress => ({
  survey: 'shop',
  version: 1,
  rid: '6f0c3a52-1b7e-4d5f-8a90-0123456789ab',
  session: run(rate, next),
  inline: false,
  shown: 1_000,
  at: 2_000,
  asked: { p: '/thanks', pr: { total: 12 } },
  ...changes,
});
const shop = (changes: Parameters<typeof survey>[0] = {}) => survey({ questions: [nps, reason, colour], ...changes });
const MINUTE = 60_000;

beforeEach(() => sessionStorage.clear());

describe('progress', () => {
  it('is read as it was saved, within half an hour', () => {
    saveProgress('pk', 'shop', progress());
    expect(readProgress('pk', shop(), 2_000 + 29 * MINUTE)).toEqual(progress());
    expect(readProgress('pk', shop(), 2_000 + 30 * MINUTE)).toBeUndefined();
  });

  it('is of one site, one survey and one version', () => {
    saveProgress('pk', 'shop', progress());
    expect(readProgress('other', shop(), 3_000)).toBeUndefined();
    expect(readProgress('pk', shop({ id: 'other' }), 3_000)).toBeUndefined();
    expect(readProgress('pk', shop({ version: 2 }), 3_000)).toBeUndefined();
  });

  it('of one survey leaves that of another alone, and the last to go leaves nothing', () => {
    saveProgress('pk', 'shop', progress());
    saveProgress('pk', 'other', progress({ survey: 'other' }));
    saveProgress('pk', 'shop', undefined);
    expect(readProgress('pk', shop(), 3_000)).toBeUndefined();
    expect(readProgress('pk', shop({ id: 'other' }), 3_000)).toBeTruthy();
    saveProgress('pk', 'other', undefined);
    expect(sessionStorage).toHaveLength(0);
  });

  it('is forgotten as a whole', () => {
    saveProgress('pk', 'shop', progress());
    forgetProgress('pk');
    expect(sessionStorage).toHaveLength(0);
  });

  it('does nothing where there is no storage', () => {
    vi.stubGlobal('sessionStorage', undefined);
    saveProgress('pk', 'shop', progress());
    expect(readProgress('pk', shop(), 3_000)).toBeUndefined();
    forgetProgress('pk');
    vi.unstubAllGlobals();
  });

  it('survives whatever else is found under its name', () => {
    const any = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((text) => `{"shop":${text}}`),
    );
    fc.assert(
      fc.property(any, (text) => {
        sessionStorage.setItem(KEY, text);
        expect(readProgress('pk', shop(), 3_000)).toBeUndefined();
      }),
    );
  });
});

/** The session that is found again when this was left. */
function goOn(left: Progress) {
  saveProgress('pk', 'shop', left);
  return readProgress('pk', shop(), 3_000)?.session;
}

describe('the session to go on with', () => {
  it('is the very one that was left', () => {
    const deed = fc.constantFrom<Deed>(
      rate,
      next,
      { do: 'back' },
      { do: 'answer', question: 'reason', value: 'fa' },
      { do: 'answer', question: 'colour', value: 'r' },
      { do: 'answer', question: 'colour', value: null },
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
        const session = run(...deeds);
        fc.pre(session.status !== 'completed');
        expect(goOn(progress({ session }))).toEqual(session);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['a place the survey does not have', { session: { ...run(rate), path: ['recommend', 'gone'] } }],
    ['no place', { session: { ...run(rate), path: [] } }],
    ['no path', { session: { ...run(rate), path: 'recommend' } }],
    ['a completed session', { session: run(rate, next, next) }],
    ['a dismissed session', { session: run(rate, { do: 'close' }) }],
    ['an answer from the future', { session: { ...run(rate), n: 0 } }],
    ['answers that are none', { session: { ...run(rate), answers: { recommend: 9 } } }],
    ['an id no collector would take', { rid: 'x' }],
    ['no session', { session: undefined }],
  ])('is none for %s', (_what, changes) => {
    expect(goOn({ ...progress(), ...(changes as Partial<Progress>) })).toBeUndefined();
  });
});
