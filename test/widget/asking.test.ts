import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../../widget/client.ts';
import { helpful, survey } from '../support/surveys.ts';
import { answersOnDevice, eventually, hosts, lastSent, now, play, prompt, silence, stage, start } from './stage.ts';

play();

const shop = (changes: Parameters<typeof survey>[0] = {}) => survey({ pacing: now, ...changes });
const reasonOf = async (id: string) => (await stage.client.explain(id))[0]!.rules.find(({ pass }) => !pass)?.rule;

describe('a touchpoint', () => {
  it('asks after the delay, if nothing speaks against it by then', async () => {
    stage.surveys = [shop({ pacing: { ...now, delay: 0.3 } })];
    start().track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
  });

  it('asks nobody who went elsewhere during the delay', async () => {
    const targeting = { pages: [{ match: 'exact', value: '/basket' }] } as const;
    stage.surveys = [shop({ pacing: { ...now, delay: 0.3 }, targeting })];
    history.replaceState(null, '', '/basket');
    start().track('bought');
    await silence();
    history.replaceState(null, '', '/elsewhere');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(hosts()).toEqual([]);
    expect(await reasonOf('shop')).toBe('pages');
  });

  it('asks nobody when another touchpoint called it off', async () => {
    stage.surveys = [shop({ pacing: { ...now, delay: 0.3 }, cancel: 'solved' })];
    start().track('bought');
    await silence();
    stage.client.track('solved');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(hosts()).toEqual([]);
  });

  it('asks the survey of the highest priority, whatever order they come in', async () => {
    stage.surveys = [shop({ id: 'low' }), shop({ id: 'high', priority: 1, questions: [helpful] })];
    start().track('bought');
    expect((await prompt()).getByRole('radio', { name: '1, Yes' })).toBeTruthy();
  });

  it('is heard by a survey only with the properties it asks for', async () => {
    stage.surveys = [shop({ triggers: [{ type: 'code', where: [{ name: 'total', op: 'above', value: 10 }] }] })];
    start().track('bought', { total: 5 });
    await silence();
    expect(hosts()).toEqual([]);
    stage.client.track('bought', { total: 12 });
    expect(await prompt()).toBeTruthy();
  });

  it('happens by itself at a page view', async () => {
    stage.surveys = [shop({ triggers: [{ type: 'page', on: [{ match: 'prefix', value: '/' }] }] })];
    start();
    expect(await prompt()).toBeTruthy();
  });

  it('is paced by the collector’s settings for the site, then by the page’s own', async () => {
    stage.surveys = [survey()];
    stage.pacing = now;
    start().track('bought');
    await prompt();
    stage.client.destroy();
    stage.client = createClient();
    stage.client
      .init({ site: 'pk', host: 'https://collector.example', pacing: { caps: { month: 1 } } })
      .track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    expect(await reasonOf('shop')).toBe('caps');
  });

  it('counts what came of it, and tells so without a name when the page is left', async () => {
    stage.surveys = [shop({ id: 'first' }), survey({ id: 'second' })];
    stage.client.identify('ann');
    start().track('bought');
    await prompt();
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(stage.silences).toHaveLength(1));
    expect(stage.silences[0]).toEqual({ v: 1, k: 'pk', f: { first: { shown: 1 }, second: { visit: 1 } } });
    vi.restoreAllMocks();
  });
});

describe('a prompt', () => {
  it('goes on with what was begun when the page comes anew, as the same response', async () => {
    start().track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
    const { rid } = await lastSent();
    // On its way still, it would be left alone for a while.
    await silence();
    const begun = { ...sessionStorage };
    stage.client.destroy();
    for (const [key, value] of Object.entries(begun)) sessionStorage.setItem(key, value);
    stage.client = createClient();
    start();
    const page = await prompt();
    expect((page.getByRole('radio', { name: '9' }) as HTMLInputElement).checked).toBe(true);
    page.getByRole('radio', { name: '8' }).click();
    await eventually(async () => expect(await lastSent()).toMatchObject({ rid, q: { recommend: { v: 8 } } }));
  });

  it('that was put off comes again in a week, one that was refused never', async () => {
    start().track('bought');
    (await prompt()).getByRole('button', { name: 'Ask me later' }).click();
    await eventually(() => expect(hosts()).toEqual([]));
    stage.client.track('bought');
    (await prompt()).getByRole('button', { name: 'Don’t ask me again' }).click();
    await eventually(() => expect(hosts()).toEqual([]));
    stage.client.track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    expect(await reasonOf('shop')).toBe('refused');
  });

  it('speaks the person’s language, also when that changes', async () => {
    stage.client.setLocale('de-AT');
    start().track('bought');
    const page = await prompt();
    await page.findByRole('button', { name: 'Schließen' });
    stage.client.setLocale('fr');
    expect(await page.findByRole('button', { name: 'Fermer' })).toBeTruthy();
  });

  it('opens from a tab as often as the customer likes, and stays put up', async () => {
    stage.surveys = [survey({ look: { place: 'tab', label: 'Say something' } })];
    start();
    const tab = await eventually(() => hosts()[0]!.shadowRoot!.querySelector('button')!);
    expect(tab.textContent).toBe('Say something');
    tab.click();
    await eventually(() => expect(hosts()).toHaveLength(2));
    stage.client.close();
    await eventually(() => expect(hosts()).toHaveLength(1));
    stage.client.destroy();
    expect(hosts()).toEqual([]);
  });
});

describe('storage', () => {
  it('of a session leaves nothing beyond the tab', async () => {
    stage.client.init({ site: 'pk', host: 'https://collector.example', storage: 'session' }).track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await lastSent();
    expect(localStorage).toHaveLength(0);
    expect(sessionStorage.getItem('asklet-visitor-pk')).not.toBeNull();
  });

  it('of none leaves nothing at all', async () => {
    stage.client.init({ site: 'pk', host: 'https://collector.example', storage: 'none' }).track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await lastSent();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  it('is emptied by forget()', async () => {
    start().track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await lastSent();
    stage.client.close();
    stage.client.forget();
    await eventually(async () => {
      const kept = Object.keys({ ...localStorage }).filter((key) => key !== 'asklet-visitor-pk');
      expect([kept, sessionStorage.length, await answersOnDevice()]).toEqual([[], 0, 0]);
    });
    // The visit goes on: it is counted as the first.
    expect(JSON.parse(localStorage.getItem('asklet-visitor-pk')!)).toMatchObject({ visits: 1, asked: {} });
  });
});
