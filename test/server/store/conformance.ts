// What every engine promises. An engine's own test calls this with a way to make an empty database, and adds its quirks.
import { afterEach, beforeEach, describe } from 'vitest';
import type { Outcome, Store, StoredResponse } from '../../../server/store/store.ts';
import { catalogConformance } from './conformance/catalog.ts';
import { closingConformance } from './conformance/closing.ts';
import { connectionsConformance } from './conformance/connections.ts';
import { convergenceConformance } from './conformance/convergence.ts';
import { erasingConformance } from './conformance/erasing.ts';
import { funnelConformance } from './conformance/funnel.ts';
import { outboxConformance } from './conformance/outbox.ts';
import { responsesConformance } from './conformance/responses.ts';
import { savingConformance } from './conformance/saving.ts';
import { tallyConformance } from './conformance/tallies.ts';
import { sampleWrite } from './sample.ts';

export interface Database {
  /** Another connection to the same database at each call. */
  readonly open: () => Promise<Store>;
  readonly remove: () => Promise<void>;
}

/** Where a promise is tested: each test finds an empty database here, and a store on it. */
export interface Place {
  readonly database: Database;
  readonly store: Store;
  readonly save: (...writes: Parameters<typeof sampleWrite>[0][]) => Promise<readonly Outcome[]>;
  readonly list: () => Promise<readonly StoredResponse[]>;
}

export function storeConformance(name: string, create: () => Promise<Database>): void {
  describe(`${name} as a store`, () => {
    let database: Database;
    let store: Store;

    beforeEach(async () => {
      database = await create();
      store = await database.open();
    });
    afterEach(async () => {
      await store.close();
      await database.remove();
    });

    const place: Place = {
      get database() {
        return database;
      },
      get store() {
        return store;
      },
      save: (...writes) => store.save(writes.map(sampleWrite)),
      list: () => store.responses({ siteId: 'shop', limit: 100 }),
    };
    catalogConformance(place);
    savingConformance(place);
    convergenceConformance(place);
    tallyConformance(place);
    funnelConformance(place);
    responsesConformance(place);
    erasingConformance(place);
    closingConformance(place);
    outboxConformance(place);
    connectionsConformance(place);
  });
}
