import { describe, expect, it, beforeAll, afterAll, vi } from 'vitest';
import { command } from '../../server/command.ts';
import { openCollector, type TestCollector } from './collector.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await openCollector();
  vi.stubEnv('DATABASE_URL', collector.databaseUrl);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await collector.close();
});

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await command(args, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

describe('asklet', () => {
  it('makes a token that works at once, while the collector runs, and prints nothing else', async () => {
    const { code, out, err } = await run(
      'token',
      'create',
      '--site',
      'pk_shop',
      '--scopes',
      'metrics:read,responses:read',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^ask_[\w-]{43}\n$/);
    for (const path of ['metrics?site=shop&metric=nps', 'responses?site=shop']) {
      const reply = await collector.app.inject({
        url: `/api/v1/${path}`,
        headers: { authorization: `Bearer ${out.trim()}` },
      });
      expect(reply.statusCode).toBe(200);
    }
  });

  it('gives a token the scopes it was made with and no other', async () => {
    const { out } = await run('token', 'create', '--site', 'shop', '--scopes=metrics:read');
    const reply = await collector.app.inject({
      url: '/api/v1/responses?site=shop',
      headers: { authorization: `Bearer ${out.trim()}` },
    });
    expect(reply.statusCode).toBe(403);
  });

  it.each([[], ['help'], ['--help'], ['token', 'create', '-h']])('explains itself for %j', async (...args) => {
    const { code, out, err } = await run(...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('token create --site');
  });

  it.each([
    [64, ['tokn', 'create']],
    [64, ['token']],
    [64, ['token', 'create']],
    [64, ['token', 'create', '--site', 'shop']],
    [64, ['token', 'create', '--site', 'shop', '--scopes', 'everything']],
    [64, ['token', 'create', '--site', 'shop', '--scopes', 'metrics:read', '--colour', 'red']],
    [64, ['token', 'create', '--site', 'shop', '--scopes', 'metrics:read', 'more']],
    [64, ['token', 'create', '--site']],
    [1, ['token', 'create', '--site', 'nowhere', '--scopes', 'metrics:read']],
  ])('ends with %i and one sentence for %j', async (expected, args) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([expected, '']);
    expect(err).toMatch(/^[^\n]+[.)?]\n$/);
  });

  it('ends with one sentence when the database cannot be opened', async () => {
    vi.stubEnv('DATABASE_URL', 'mysql:x');
    try {
      const { code, err } = await run('token', 'create', '--site', 'shop', '--scopes', 'metrics:read');
      expect([code, err.split('\n').length]).toEqual([1, 2]);
    } finally {
      vi.stubEnv('DATABASE_URL', collector.databaseUrl);
    }
  });
});
