import { describe } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { openIndexedDb } from '../../../widget/queue/indexeddb.ts';
import { conforms } from './conformance.ts';

describe('IndexedDB', () => {
  conforms(() => {
    globalThis.indexedDB = new IDBFactory();
    return openIndexedDb('asklet-pk_test', () => {});
  });
});
