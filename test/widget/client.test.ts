import { describe, expect, it, vi } from 'vitest';
import type { PublicSurvey } from '../../server/contract/api.ts';
import { createClient } from '../../widget/client.ts';
import { helpful, survey } from '../support/surveys.ts';
import { collector, eventually, hosts, lastSent, now, play, prompt, silence, stage, start } from './stage.ts';

play();

describe('client', () => {
  it('shows the survey of a touchpoint that happened before anything was loaded', async () => {
    stage.client.track('bought');
    start();
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
    expect(fetch).toHaveBeenCalledWith('https://collector.example/c/v1/pk/config', expect.anything());
  });

  it('starts once, however often it is told to', () => {
    start();
    start();
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('asks nobody for surveys that the page defines itself', async () => {
    stage.client.init({ site: 'pk', surveys: [survey({ pacing: now })] }).track('bought');
    await prompt();
    expect(vi.mocked(fetch).mock.calls.filter(([, init]) => init?.method !== 'POST')).toEqual([]);
  });

  it('opens one prompt at a time', async () => {
    stage.surveys = [survey({ pacing: now }), survey({ id: 'other', touchpoint: 'left', pacing: now })];
    start().track('bought');
    stage.client.track('left');
    await prompt();
    await silence();
    expect(hosts()).toHaveLength(1);
    expect((await stage.client.explain('other'))[0]).toMatchObject({ eligible: false });
  });

  it('leaves a first visitor alone unless the survey says otherwise, and says so', async () => {
    stage.surveys = [survey()];
    start().track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    const [explained] = await stage.client.explain();
    expect(explained).toMatchObject({ survey: 'shop', eligible: false });
    expect(explained!.rules).toContainEqual(expect.objectContaining({ rule: 'visit', pass: false }));
  });

  it('sends the person with an answer, never with a prompt that got none', async () => {
    stage.client.identify('ann', { plan: 'pro', born: new Date(0), odd: null }, { signature: 'token.of-ann' });
    start().track('bought', { total: 12 });
    const page = await prompt();
    expect((await lastSent()).x).toEqual({ p: '/', l: expect.any(String) });
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () =>
      expect((await lastSent()).x).toMatchObject({
        u: 'ann',
        ut: 'token.of-ann',
        at: { plan: 'pro', born: '1970-01-01T00:00:00.000Z' },
        pr: { total: 12 },
      }),
    );
  });

  it('shows by hand in a place of the page, whatever pacing says', async () => {
    stage.surveys = [survey({ questions: [helpful] })];
    document.body.innerHTML = '<main></main>';
    start().show('shop', { container: 'main' });
    await prompt();
    expect(hosts()[0]!.parentElement).toBe(document.querySelector('main'));
  });

  it.each([
    ['a survey that is none', 'nonsense', {}],
    ['a place that is none', 'shop', { container: '#nowhere' }],
  ])('shows nothing for %s', async (_what, id, options) => {
    start().show(id, options);
    await silence();
    expect(hosts()).toEqual([]);
  });

  it('tells what happens, in order, to handlers given before it started', async () => {
    const heard: string[] = [];
    for (const name of ['ready', 'shown', 'answered', 'delivered', 'dismissed'] as const) {
      stage.client.on(name, () => heard.push(name));
    }
    start().track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await eventually(() => expect(heard.lastIndexOf('delivered')).toBeGreaterThan(heard.indexOf('answered')));
    stage.client.close();
    expect(heard.filter((name) => name !== 'delivered')).toEqual(['ready', 'shown', 'answered', 'dismissed']);
    expect(heard.at(-1)).toBe('dismissed');
  });

  it('stops telling a handler that was taken back', async () => {
    const handler = vi.fn();
    stage.client.on('ready', handler)();
    start();
    await silence();
    expect(handler).not.toHaveBeenCalled();
  });

  it('forgets the person at log-out and closes the prompt', async () => {
    stage.client.identify('ann');
    start().track('bought');
    await prompt();
    stage.client.reset();
    expect(hosts()).toEqual([]);
    stage.client.track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
    expect((await lastSent()).x).not.toHaveProperty('u');
  });

  it('sends what waits on the device although the surveys cannot be had', async () => {
    start().track('bought');
    const page = await prompt();
    await lastSent();
    stage.online = false;
    page.getByRole('radio', { name: '9' }).click();
    await silence();
    stage.client.destroy();
    const calls = vi.mocked(fetch);
    calls.mockImplementation(async (url, init) => {
      if (init?.method !== 'POST') throw new TypeError('Failed to fetch');
      stage.online = true;
      return collector(url as string, init);
    });
    localStorage.removeItem('asklet-config-pk');
    stage.client = createClient();
    start();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
  });

  it('explains that there are no surveys, or that it was not started', async () => {
    expect(await stage.client.explain('shop')).toMatchObject([
      { survey: 'shop', eligible: false, rules: [{ rule: 'known' }] },
    ]);
    stage.online = false;
    stage.client.init({ site: 'pk_typo', host: 'https://collector.example/' });
    await silence();
    expect((await stage.client.explain())[0]!.rules[0]!.reason).toContain('pk_typo at https://collector.example/c/v1');
  });

  it('never throws, whatever it is given', async () => {
    const odd = stage.client as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of Object.keys(stage.client)) {
      for (const args of [[], [null], [undefined, null], [7, 7], [{}, 'x'], ['shown', 'no function']]) {
        expect(() => odd[name]!(...args)).not.toThrow();
      }
    }
  });

  it('shows nothing, and harms nothing, for a survey of a newer collector', async () => {
    const newer = {
      ...survey({ pacing: now }),
      triggers: [{ type: 'telepathy' }],
      questions: [{ id: 'q', type: 'hologram' }],
    };
    stage.surveys = [newer as unknown as PublicSurvey, survey({ id: 'other', touchpoint: 'left', pacing: now })];
    start().track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    await eventually(() => {
      stage.client.track('left');
      expect(hosts()).toHaveLength(1);
    });
  });

  it('says nothing when the surveys cannot be had, and a word only with debug', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    stage.online = false;
    start();
    await silence();
    expect(warn).not.toHaveBeenCalled();
    createClient().init({ site: 'pk', host: 'https://collector.example', debug: true });
    await eventually(() => expect(warn).toHaveBeenCalledTimes(1));
    expect(warn.mock.calls[0]![0]).toContain('site key right');
    warn.mockRestore();
  });

  it('can start again after destroy(), which forgot the calls that waited', async () => {
    stage.client.track('bought');
    start().destroy();
    start();
    await silence();
    expect(hosts()).toEqual([]);
    stage.client.track('bought');
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
  });
});
