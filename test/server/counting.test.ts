// What the collector makes of documents, through its public route.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../server/contract/response.ts';
import { ownSurvey, storedOf, tallyOf, verdictsOn } from './asking.ts';
import { openCollector, type TestCollector } from './collector.ts';
import { answer, document, envelope, site, survey } from './documents.ts';
import { token } from './tokens.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await openCollector();
});
afterAll(() => collector.close());

const HOUR = 3_600_000;
const A = 'aaaaaaaa';
const B = 'bbbbbbbb';
const outboxOf = async (rid: string) =>
  (await collector.store.lease(Date.now(), Date.now(), 10_000)).filter(({ response }) => response.snapshot.rid === rid);

describe('merging and counting', () => {
  it('M03: counts a response once, as not completed, if only its second revision ever arrives', async () => {
    await ownSurvey(collector, 'm03');
    const sent = document({ s: 'm03', rev: 2, st: 'started' });
    expect(await verdictsOn(collector, sent)).toEqual(['ok']);
    expect(await verdictsOn(collector, sent)).toEqual(['dup']);
    expect(await tallyOf(collector, 'm03')).toMatchObject({
      answers: { 9: 1 },
      funnel: { shown: 1, answered: 1, completed: 0 },
    });
  });

  it('M06: makes one response and one event of two requests at the same time', async () => {
    await ownSurvey(collector, 'm06');
    const sent = document({ s: 'm06' });
    const verdicts = await Promise.all(Array.from({ length: 2 }, () => verdictsOn(collector, sent)));
    expect(verdicts.flat().sort()).toEqual(['dup', 'ok']);
    expect(await storedOf(collector, 'm06')).toHaveLength(1);
    expect((await outboxOf(sent.rid)).map(({ milestone }) => milestone)).toEqual(['first', 'completed']);
  });

  it('M10: holds for review what was answered offline before the survey was closed, and drops what came after', async () => {
    await ownSurvey(collector, 'm10');
    const now = Date.now();
    const counted = document({ s: 'm10' });
    expect(await verdictsOn(collector, counted)).toEqual(['ok']);
    await collector.store.closeSurvey(site.id, 'm10', now - HOUR);
    const offline = document({ s: 'm10', el: 2 * HOUR, q: { recommend: answer(3) } });
    expect(await verdictsOn(collector, offline)).toEqual(['held closed']);
    const held = await collector.store.responses({ siteId: site.id, survey: 'm10', held: true, limit: 9 });
    expect(held.map(({ snapshot, held: why }) => [snapshot.rid, why])).toEqual([[offline.rid, 'closed']]);
    await collector.store.closeSurvey(site.id, 'm10', now - LIMITS.late - HOUR);
    expect(await verdictsOn(collector, document({ s: 'm10' }), counted, offline)).toEqual([
      'drop closed',
      'dup',
      'dup',
    ]);
    expect((await tallyOf(collector, 'm10')).answers).toEqual({ 9: 1 });
  });

  it('does not offer a closed survey, until then it does', async () => {
    await ownSurvey(collector, 'closing');
    const offered = async (): Promise<boolean> =>
      (await collector.app.inject(`/c/v1/${site.key}/config`)).body.includes('"closing"');
    await collector.store.closeSurvey(site.id, 'closing', Date.now() + HOUR);
    expect(await offered()).toBe(true);
    const { body } = await collector.app.inject(`/c/v1/${site.key}/config`);
    expect(body).not.toContain('closedAt');
    await collector.store.closeSurvey(site.id, 'closing', Date.now() - 1);
    expect(await offered()).toBe(false);
  });

  it('M11: holds answers to a survey it does not know, and counts them when that version appears', async () => {
    const sent = document({ s: 'm11' });
    expect(await verdictsOn(collector, sent)).toEqual(['held survey']);
    expect((await tallyOf(collector, 'm11')).answers).toEqual({});
    await ownSurvey(collector, 'm11');
    expect((await tallyOf(collector, 'm11')).answers).toEqual({ 9: 1 });
    expect(await verdictsOn(collector, sent)).toEqual(['dup']);
    expect(await verdictsOn(collector, { ...sent, rev: 2, q: { recommend: answer(4, 2) } })).toEqual(['ok']);
    expect((await tallyOf(collector, 'm11')).answers).toEqual({ 4: 1 });
  });

  it('answers gone to what comes of an erased response', async () => {
    await ownSurvey(collector, 'erased');
    const sent = document({ s: 'erased' });
    await verdictsOn(collector, sent);
    expect(await collector.store.erase(site.id, [sent.rid], Date.now())).toBe(1);
    expect(await verdictsOn(collector, sent, { ...sent, rev: 9 }, document({ s: 'erased' }))).toEqual([
      'gone',
      'gone',
      'ok',
    ]);
    expect((await tallyOf(collector, 'erased')).answers).toEqual({ 9: 1 });
    expect(await outboxOf(sent.rid)).toEqual([]);
  });

  it('stores whom an identity token names, and holds without a name what comes with a bad one', async () => {
    const signing = { ...site, id: 'signing', key: 'pk_signing', identitySecrets: [{ kid: 'a', secret: 'secret' }] };
    await collector.store.saveSite(signing);
    await collector.store.publish(signing.id, survey);
    const good = token('secret', { site: signing.id });
    const batch = [good, token('guess', { site: signing.id })].map((id) => document({ id, x: { u: 'u_1' } }));
    const { json } = await collector.post(envelope(batch, { k: signing.key }));
    expect(json.r.map(({ s, c }) => [s, c])).toEqual([
      ['ok', undefined],
      ['held', 'identity'],
    ]);
    const [named] = await collector.store.responses({ siteId: signing.id, limit: 9 });
    const [held] = await collector.store.responses({ siteId: signing.id, held: true, limit: 9 });
    expect([named?.snapshot.x, held?.snapshot.x]).toEqual([{ u: 'u_42', uv: true }, {}]);
  });

  it('tells browsers to delete what they keep for a site that is closed for good', async () => {
    const over = { ...site, id: 'over', key: 'pk_over' };
    await collector.store.saveSite({ ...over, closedAt: Date.now() + HOUR });
    await collector.store.publish(over.id, survey);
    const post = () => collector.post(envelope([document()], { k: over.key }));
    const config = async (): Promise<unknown> => (await collector.app.inject(`/c/v1/${over.key}/config`)).json();
    expect((await post()).status).toBe(200);
    await collector.store.saveSite({ ...over, closedAt: Date.now() - 1 });
    const reply = await post();
    expect([reply.status, reply.json]).toEqual([
      410,
      { v: 1, now: expect.any(Number), e: 'closed', kill: true, k: over.key },
    ]);
    expect(reply.headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(await config()).toEqual({ v: 1, surveys: [] });
    expect(
      (await collector.post(envelope([document()], { k: over.key }), { origin: 'https://evil.example' })).status,
    ).toBe(403);
    expect(await collector.store.responses({ siteId: over.id, limit: 9 })).toHaveLength(1);
  });
});

describe('two tabs', () => {
  const inBothOrders = [
    ['first, then the second', (both: unknown[]) => both],
    ['second, then the first', (both: unknown[]) => both.toReversed()],
  ] as const;

  it.each(inBothOrders)('T05: join the different questions they answered, the %s', async (order, sorted) => {
    const id = `t05-${order.slice(0, 5)}`;
    await ownSurvey(collector, id);
    const first = document({ s: id, rev: 2, a: A, q: { recommend: answer(7, 1, A) } });
    const second = { ...first, a: B, q: { reason: answer('Late', 1, B) } };
    for (const sent of sorted([first, second])) expect(await verdictsOn(collector, sent)).toEqual(['ok']);
    expect(await storedOf(collector, id)).toMatchObject([
      { snapshot: { rid: first.rid, q: { recommend: { v: 7 }, reason: { v: 'Late' } } } },
    ]);
    expect(await tallyOf(collector, id)).toMatchObject({ answers: { 7: 1 }, funnel: { shown: 1, commented: 1 } });
  });

  it.each(inBothOrders)('T06: end with the later answer to the same question, the %s', async (order, sorted) => {
    const id = `t06-${order.slice(0, 5)}`;
    await ownSurvey(collector, id);
    const seven = document({ s: id, rev: 2, a: A, q: { recommend: answer(7, 1, A) } });
    const nine = { ...seven, rev: 3, a: B, q: { recommend: answer(9, 2, B) } };
    for (const sent of sorted([seven, nine])) await verdictsOn(collector, sent);
    expect(await storedOf(collector, id)).toHaveLength(1);
    expect((await tallyOf(collector, id)).answers).toEqual({ 9: 1 });
  });
});
