import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCollector, type TestCollector } from '../collector.ts';

let dist: string;
let built: TestCollector;
let unbuilt: TestCollector;

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'asklet-dist-'));
  mkdirSync(join(dist, 'widget/a'), { recursive: true });
  mkdirSync(join(dist, 'demo'));
  writeFileSync(join(dist, 'widget/a.js'), 'loader');
  writeFileSync(join(dist, 'widget/a.js.br'), 'packed loader');
  writeFileSync(join(dist, 'widget/a/x1.js'), 'chunk');
  writeFileSync(join(dist, 'widget/secret.txt'), 'not for pages');
  writeFileSync(join(dist, 'demo/index.html'), '<title>Shop</title>');
  built = await openCollector({ dist });
  unbuilt = await openCollector();
});
afterAll(async () => {
  await built.close();
  await unbuilt.close();
  rmSync(dist, { recursive: true });
});

const get = (url: string, headers = {}) => built.app.inject({ url, headers });

describe('static', () => {
  it.each([
    ['/a.js', 'loader', 'public, max-age=3600, stale-while-revalidate=604800'],
    ['/a/x1.js', 'chunk', 'public, max-age=31536000, immutable'],
  ])('serves %s to pages of any origin', async (url, body, age) => {
    const reply = await get(url);
    expect([reply.statusCode, reply.body]).toEqual([200, body]);
    expect(reply.headers).toMatchObject({
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': age,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      vary: expect.stringMatching(/accept-encoding/i),
    });
  });

  it('serves what was compressed beforehand to who takes it', async () => {
    const reply = await get('/a.js', { 'accept-encoding': 'gzip, br' });
    expect([reply.headers['content-encoding'], reply.body]).toEqual(['br', 'packed loader']);
    expect(reply.headers['content-type']).toMatch(/^application\/javascript/);
    const plain = await get('/a/x1.js', { 'accept-encoding': 'br' });
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, 'chunk']);
  });

  it('serves the shop', async () => {
    expect((await get('/shop/')).body).toContain('Shop');
    const bare = await get('/shop');
    expect([bare.statusCode, bare.headers['location']]).toEqual([301, '/shop/']);
  });

  it.each([
    '/a/none.js',
    '/secret.txt',
    '/a/../secret.txt',
    '/a/..%2fsecret.txt',
    '/a/%2e%2e/secret.txt',
    '/shop/../widget/a.js',
  ])('does not serve %s', async (url) => {
    const reply = await get(url);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(reply.body).not.toContain('not for pages');
    expect(reply.headers['cache-control']).toBe('private, no-store');
  });

  it('answers 404 for what is not built', async () => {
    for (const url of ['/a.js', '/a/x1.js', '/shop/']) expect((await unbuilt.app.inject(url)).statusCode).toBe(404);
  });
});

describe('dashboard', () => {
  it('is found from the root', async () => {
    for (const url of ['/', '/dashboard']) {
      const reply = await get(url);
      expect([reply.statusCode, reply.headers['location']]).toEqual([302, '/dashboard/']);
    }
  });

  it('says how to read scores today, without a script or anything from elsewhere', async () => {
    const reply = await get('/dashboard/', { host: 'asklet.example' });
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain('token create --site pk_demo');
    expect(reply.body).toContain('http://asklet.example/api/v1/metrics');
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(reply.body).not.toMatch(/<script|style="| on\w+="/);
  });

  it('shows a strange Host header as text', async () => {
    const reply = await get('/dashboard/', { host: '"><script>alert(1)</script>' });
    expect(reply.body).not.toContain('<script>alert');
  });
});

describe('health', () => {
  it('says that it lives and that it is ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    const ready = await get('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('is not ready without its database', async () => {
    const broken = await openCollector({}, ({ store }) => ({
      store: { ...store, site: () => Promise.reject(new Error()) },
    }));
    const reply = await broken.app.inject('/readyz');
    expect([reply.statusCode, reply.json()]).toEqual([503, { status: 'no-database' }]);
    await broken.close();
  });
});
