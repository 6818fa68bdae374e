import { describe, expect, it, vi } from 'vitest';
import { answersOnDevice, eventually, lastSent, play, prompt, silence, stage, start } from './stage.ts';

play();

describe('consent', () => {
  it('keeps nothing on the device after "no", and forgets what was there', async () => {
    start().track('bought');
    await prompt();
    expect(localStorage.length).toBeGreaterThan(0);
    stage.client.consent('denied');
    await eventually(() => expect(localStorage).toHaveLength(0));
    await silence();
    const [stored] = await indexedDB.databases();
    expect(stored?.name === undefined || (await answersOnDevice()) === 0).toBe(true);
  });

  it('takes the answer of an open prompt after "no", without the person and without the device', async () => {
    stage.client.identify('ann');
    start().track('bought');
    const page = await prompt();
    await lastSent();
    stage.client.consent('denied');
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
    expect((await lastSent()).x).not.toHaveProperty('u');
    expect(localStorage).toHaveLength(0);
  });

  it('heeds a "no" that was said before it started', async () => {
    stage.client.consent('denied');
    start().track('bought');
    await prompt();
    await lastSent();
    expect(localStorage).toHaveLength(0);
  });

  it("waits for the visitor's word in a consent tool, and follows it", async () => {
    const layer: unknown[] = [['consent', 'default', { analytics_storage: 'denied' }]];
    vi.stubGlobal('dataLayer', layer);
    stage.client.identify('ann');
    stage.client.init({ site: 'pk', host: 'https://collector.example', consent: 'google' }).track('bought');
    const page = await prompt();
    expect(localStorage).toHaveLength(0);
    layer.push(['consent', 'update', { analytics_storage: 'granted' }]);
    await eventually(() => expect(localStorage.length).toBeGreaterThan(0));
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).x).toMatchObject({ u: 'ann' }));
    layer.push(['consent', 'update', { analytics_storage: 'denied' }]);
    await eventually(() => expect(localStorage).toHaveLength(0));
  });

  it('keeps the name at home under Global Privacy Control, until the visitor says yes to this site', async () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    try {
      stage.client.identify('ann', { plan: 'pro' });
      start().track('bought');
      const page = await prompt();
      page.getByRole('radio', { name: '9' }).click();
      await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
      const { x } = await lastSent();
      expect([x.u, x.at]).toEqual([undefined, { plan: 'pro' }]);
      stage.client.consent('granted');
      page.getByRole('radio', { name: '8' }).click();
      await eventually(async () => expect((await lastSent()).x).toMatchObject({ u: 'ann' }));
    } finally {
      Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    }
  });

  it('sends of the query what the site allows by name, with an answer and not after "no"', async () => {
    history.replaceState(null, '', '/sale?utm_source=mail&token=secret#top');
    stage.client.init({ site: 'pk', host: 'https://collector.example', query: ['utm_source'] }).track('bought');
    const page = await prompt();
    expect((await lastSent()).x).toMatchObject({ p: '/sale' });
    expect((await lastSent()).x).not.toHaveProperty('qs');
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).x).toMatchObject({ p: '/sale', qs: 'utm_source=mail' }));
    stage.client.consent('denied');
    page.getByRole('radio', { name: '8' }).click();
    await eventually(async () => expect((await lastSent()).q['recommend']?.v).toBe(8));
    expect((await lastSent()).x).not.toHaveProperty('qs');
    expect(JSON.stringify(stage.sent)).not.toContain('secret');
    history.replaceState(null, '', '/');
  });
});
