import { describe, expect, it } from 'vitest';
import type { Token } from '../../../../server/store/store.ts';
import type { Place } from '../conformance.ts';
import { NOON, sampleSite, sampleSurvey } from '../sample.ts';

export function catalogConformance(at: Place): void {
  describe('sites', () => {
    it('finds a site by its key and by its id', async () => {
      const site = sampleSite({ name: 'Läden & Co. 🧺', segments: ['plan'], zone: 'Europe/Berlin' });
      await at.store.saveSite(site);
      expect(await at.store.site('shop')).toEqual(site);
      expect(await at.store.site('pk_shop')).toEqual(site);
      expect(await at.store.site('pk_other')).toBeUndefined();
    });

    it('keeps the latest of what is saved about a site', async () => {
      await at.store.saveSite(sampleSite());
      await at.store.saveSite(sampleSite({ key: 'pk_new', name: 'New' }));
      expect(await at.store.site('pk_new')).toEqual(sampleSite({ key: 'pk_new', name: 'New' }));
      expect(await at.store.site('pk_shop')).toBeUndefined();
    });

    it('refuses a key that belongs to another site, and changes neither', async () => {
      await at.store.saveSite(sampleSite());
      await expect(at.store.saveSite(sampleSite({ id: 'thief', key: 'pk_shop' }))).rejects.toMatchObject({
        code: 'key-taken',
      });
      expect(await at.store.site('thief')).toBeUndefined();
      expect(await at.store.site('pk_shop')).toEqual(sampleSite());
    });
  });

  describe('surveys', () => {
    it('gives the newest version of each survey, by id, and any version by number', async () => {
      const [first, tenth] = [sampleSurvey(), sampleSurvey({ version: 10, name: 'Shorter' })];
      const chat = sampleSurvey({ id: 'chat', version: 2 });
      for (const survey of [tenth, first, chat]) await at.store.publish('shop', survey);
      await at.store.publish('other', sampleSurvey({ version: 11 }));
      expect(await at.store.surveys('shop')).toEqual([chat, tenth]);
      expect(await at.store.survey('shop', 'checkout', 1)).toEqual(first);
      expect(await at.store.survey('shop', 'checkout', 2)).toBeUndefined();
      expect(await at.store.surveys('nowhere')).toEqual([]);
    });

    it('never changes a published version', async () => {
      await at.store.publish('shop', sampleSurvey());
      await at.store.publish('shop', sampleSurvey({ name: 'Changed', questions: [] }));
      expect(await at.store.survey('shop', 'checkout', 1)).toEqual(sampleSurvey());
    });
  });

  describe('tokens', () => {
    it('finds a token by the hash of its secret', async () => {
      const token: Token = { id: 't1', hash: 'ab12', siteId: 'shop', scopes: ['metrics:read'], createdAt: NOON };
      await at.store.saveToken(token);
      await at.store.saveToken({ ...token, id: 't2', hash: 'cd34', scopes: [] });
      expect(await at.store.token('ab12')).toEqual(token);
      expect(await at.store.token('AB12')).toBeUndefined();
    });
  });
}
