// What the real store cannot be made to do at will: be full, fail half-way, break.
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../../server/contract/api.ts';
import { createIngest } from '../../../server/ingest/ingest.ts';
import { StoreError } from '../../../server/store/errors.ts';
import type { Outcome, Store } from '../../../server/store/store.ts';
import { bytes, document, envelope, site, survey } from '../documents.ts';

const arrival = (...documents: readonly unknown[]) => ({ body: bytes(envelope(documents)), origin: undefined });

function ingestOver(save: Store['save']) {
  const reports: unknown[] = [];
  const ingest = createIngest(
    { site: async (key) => (key === site.key ? site : undefined), survey: async () => survey, save },
    () => 1_000,
    (cause) => reports.push(cause),
  );
  return { ingest, reports };
}

const receipt = ({ body }: { body: string }): Receipt => JSON.parse(body) as Receipt;

describe('ingest', () => {
  it('saves a group of arrivals in one go and gives each its own verdicts', async () => {
    const outcomes: Outcome[] = ['ok', 'dup', 'held', 'conflict', 'retry'];
    const groups: number[] = [];
    const { ingest } = ingestOver(async (writes) => {
      groups.push(writes.length);
      return outcomes;
    });
    const bad = document({ rev: 0 });
    const sent = [[document(), bad, document()], [document()], [], [document(), document()]];
    const replies = await ingest(sent.map((documents) => arrival(...documents)));
    expect(groups).toEqual([5]);
    expect(replies.map((reply) => receipt(reply).r.map(({ s, c }) => (c ? `${s} ${c}` : s)))).toEqual([
      ['ok', 'drop rev', 'dup'],
      ['held review'],
      [],
      ['drop survey', 'retry store'],
    ]);
    expect(replies.map((reply) => receipt(reply).r.map(({ rid }) => rid))).toEqual(
      sent.map((documents) => documents.map(({ rid }) => rid)),
    );
  });

  it('names a document as it was sent, whatever it was', async () => {
    const { ingest } = ingestOver(async (writes) => writes.map(() => 'ok' as const));
    const upper = document();
    const sent = [{ ...upper, rid: upper.rid.toUpperCase() }, { rid: 7, rev: '4', a: null }, null, 'text'];
    const [reply] = await ingest([arrival(...sent)]);
    expect(receipt(reply!).r).toEqual([
      { rid: upper.rid.toUpperCase(), rev: 1, a: upper.a, s: 'ok' },
      { rid: '', rev: 0, a: '', s: 'drop', c: 'rid' },
      { rid: '', rev: 0, a: '', s: 'drop', c: 'shape' },
      { rid: '', rev: 0, a: '', s: 'drop', c: 'shape' },
    ]);
  });

  it.each(['busy', 'full', 'unwritable', 'corrupt'] as const)(
    'acknowledges nothing when the store is %s',
    async (code) => {
      const { ingest, reports } = ingestOver(() => Promise.reject(new StoreError(code, 'No.')));
      const replies = await ingest([
        arrival(document()),
        arrival(document({ rev: 0 })),
        { body: bytes('x'), origin: undefined },
      ]);
      expect(replies.map(({ status }) => status)).toEqual([503, 200, 400]);
      expect(JSON.parse(replies[0]!.body)).toEqual({ v: 1, now: 1_000, e: 'busy', ms: 5_000 });
      expect(reports).toHaveLength(1);
    },
  );

  it('leaves open what happened when something else broke', async () => {
    const { ingest } = ingestOver(() => Promise.reject(new TypeError('bug')));
    const [reply] = await ingest([arrival(document())]);
    expect([reply!.status, JSON.parse(reply!.body).e]).toEqual([500, 'internal']);
  });

  it('asks again for a document that upsets the rules, and stores the others', async () => {
    const broken = { ...survey, questions: undefined as never };
    const ingest = createIngest(
      {
        site: async () => site,
        survey: async (_site, id) => (id === 'broken' ? broken : survey),
        save: async (writes) => writes.map(() => 'ok' as const),
      },
      () => 1_000,
      () => undefined,
    );
    const [reply] = await ingest([arrival(document(), document({ s: 'broken' }), document())]);
    expect(receipt(reply!).r.map(({ s, c }) => (c ? `${s} ${c}` : s))).toEqual(['ok', 'retry internal', 'ok']);
  });
});
