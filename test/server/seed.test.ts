import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/root.ts';
import { readSurveys, seed, SeedError } from '../../server/seed.ts';
import { openStore } from '../../server/store/index.ts';
import type { Store } from '../../server/store/store.ts';
import { validateSurvey } from '../../server/validate/index.ts';
import { survey } from './documents.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asklet-test-'));
  store = await openStore('sqlite::memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const write = (file: string, content: unknown): void =>
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
const titles = async (): Promise<unknown[]> =>
  (await store.surveys('demo')).map(({ version, name }) => [version, name]);

describe('seed', () => {
  it('adds the demo site once and keeps its secret', async () => {
    await seed(store, folder);
    const site = (await store.site('pk_demo'))!;
    expect(site).toMatchObject({ id: 'demo', origins: ['loopback', 'absent'], segments: ['plan'] });
    expect(Buffer.from(site.secret, 'base64')).toHaveLength(32);
    await seed(store, folder);
    expect(await store.site('demo')).toEqual(site);
  });

  it('publishes the surveys of the folder, higher versions later, and changes none that is published', async () => {
    write('a.json', { ...survey, version: 2, name: 'Two' });
    await seed(store, folder);
    expect(await titles()).toEqual([[2, 'Two']]);
    write('a.json', { ...survey, version: 2, name: 'Two, reworded' });
    await seed(store, folder);
    expect(await titles()).toEqual([[2, 'Two']]);
    write('a.json', { ...survey, version: 1, name: 'One' });
    await seed(store, folder);
    expect(await titles()).toEqual([[2, 'Two']]);
    write('a.json', { ...survey, version: 3, name: 'Three' });
    await seed(store, folder);
    expect(await titles()).toEqual([[3, 'Three']]);
  });

  it('needs no folder and reads only JSON files', async () => {
    write('README.md', 'no survey');
    expect(readSurveys(folder)).toEqual([]);
    expect(readSurveys(join(folder, 'none'))).toEqual([]);
  });

  it('names every file that is wrong, and writes nothing', async () => {
    write('a.json', survey);
    write('b.json', '{');
    write('c.json', { ...survey, id: 'c', stage: 'checkout' });
    write('d.json', survey);
    const failed = await seed(store, folder).catch((cause: unknown) => cause as SeedError);
    expect(failed).toBeInstanceOf(SeedError);
    expect((failed as SeedError).problems).toEqual([
      expect.stringMatching(/b\.json: is not JSON/),
      expect.stringMatching(/c\.json: stage: /),
      expect.stringMatching(/d\.json: another file has a survey with the id "checkout" already\./),
    ]);
    expect(await store.site('demo')).toBeUndefined();
  });

  it('accepts the surveys of the demo shop', () => {
    expect(readSurveys(join(projectRoot(), 'demo/surveys')).length).toBeGreaterThan(0);
  });
});

describe('validate', () => {
  const question = { id: 'q', type: 'nps', title: 'Q' };
  const options = [{ id: 'a', label: 'A' }];

  it('accepts a survey with everything in it', () => {
    const full = {
      ...survey,
      triggers: [{ type: 'click', selector: '#buy' }, { type: 'inline' }],
      pacing: { delay: 0, firstVisit: true, gap: 0.5, waits: { answered: 90 } },
      thanks: { en: 'Thanks', 'de-AT': 'Danke' },
    };
    expect(validateSurvey(full)).toEqual({ survey: full });
  });

  it.each([
    ['the survey', null],
    ['version', { ...survey, version: 0 }],
    ['the survey: does not know "colour"', { ...survey, colour: 'red' }],
    ['questions', { ...survey, questions: [] }],
    ['questions[0].type: must be one of nps', { ...survey, questions: [{ ...question, type: 'npss' }] }],
    ['questions[0].type', { ...survey, questions: ['nps'] }],
    ['questions[1]: does not know "options"', { ...survey, questions: [question, { ...question, id: 'r', options }] }],
    ['questions[0].options', { ...survey, questions: [{ ...question, type: 'choice', options: [] }] }],
    [
      'questions[0].options[1].id: "a" is there twice',
      { ...survey, questions: [{ ...question, type: 'choice', options: [...options, ...options] }] },
    ],
    ['questions[1].id: "q" is there twice', { ...survey, questions: [question, question] }],
    ['questions[0].id: "constructor"', { ...survey, questions: [{ ...question, id: 'constructor' }] }],
    ['questions[0].title', { ...survey, questions: [{ ...question, title: '' }] }],
    ['touchpoint: "a b"', { ...survey, touchpoint: 'a b' }],
    [
      'triggers[0].type: must be one of code, page, click, visible, scroll, time, exit, submit, idle, visit, inline',
      { ...survey, triggers: [{ type: 'hover' }] },
    ],
    ['pacing.waits', { ...survey, pacing: { waits: { forever: 1 } } }],
    ['locale', { ...survey, locale: 'english, please' }],
  ])('says "%s" of a survey that is wrong there', (reason, value) => {
    const read = validateSurvey(value);
    expect('problems' in read && read.problems.some((problem) => problem.startsWith(reason))).toBe(true);
  });
});
