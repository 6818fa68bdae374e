import { describe } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { openIndexedDb } from '../../../widget/queue/indexeddb.ts';
import { openMemory } from '../../../widget/queue/memory.ts';
import { conforms } from './conformance.ts';

describe('memory', () => {
  conforms(openMemory);
});

describe('IndexedDB', () => {
  conforms(() => {
    globalThis.indexedDB = new IDBFactory();
    return openIndexedDb('asklet-pk_test', () => {});
  });
});
