import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

describe('asklet survey validate', () => {
  const file = (name: string, text: string): string => {
    const path = join(collector.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const validate = (...files: readonly string[]) => run('survey', 'validate', ...files);

  it('says which survey a good file holds, and needs no database', async () => {
    vi.stubEnv('DATABASE_URL', 'mysql:x');
    try {
      expect(await validate('demo/surveys/checkout-nps.json')).toEqual({
        code: 0,
        out: 'demo/surveys/checkout-nps.json: survey checkout-nps, version 1\n',
        err: '',
      });
    } finally {
      vi.stubEnv('DATABASE_URL', collector.databaseUrl);
    }
  });

  it('names file, line, column and reason of every mistake, in their order', async () => {
    const path = file(
      'bad.json',
      `\uFEFF{
  "id": "a b", "version": 0,
  "name": "One", "name": "Two",
  "touchpoint": "bought", "stage": "use",
  "questions": [
    { "id": "why", "type": "text" },
    { "id": "how", "type": "choice", "title": "How?", "options": [], "colour": "red" },
    { "id": "who", "type": "hologram" }
  ],
  "mood": 1
}`,
    );
    const { code, out, err } = await validate(path);
    expect([code, err]).toEqual([1, '']);
    expect(out.split('\n')).toEqual([
      `${path}:2:16: version: must be >= 1`,
      `${path}:3:18: name: is there twice`,
      `${path}:6:5: questions[0]: must have required property 'title'`,
      `${path}:7:55: questions[1].options: must NOT have fewer than 1 items`,
      `${path}:7:70: questions[1]: does not know "colour"`,
      expect.stringMatching(/:8:20: questions\[2\]\.type: must be one of nps, /),
      `${path}:10:3: the survey: does not know "mood"`,
      '',
    ]);
  });

  it('names the place where a file stops being JSON', async () => {
    const path = file('cut.json', '{\n  "id": "x",\n}');
    expect(await validate(path)).toEqual({
      code: 1,
      out: `${path}:3:1: not JSON: expected a name in double quotes, found "}"\n`,
      err: '',
    });
  });

  it('looks at every file, whatever is wrong with the one before', async () => {
    const broken = file('broken.json', '[]');
    const { code, out, err } = await validate(
      broken,
      join(collector.folder, 'none.json'),
      'demo/surveys/chat-csat.json',
    );
    expect(code).toBe(2);
    expect(out).toContain(`${broken}:1:1: the survey: must be object`);
    expect(out).toContain('chat-csat, version 1');
    expect(err).toMatch(/none\.json: cannot be read \(ENOENT\)\.\n$/);
  });

  it('ends with 2 and a sentence when no file is named', async () => {
    expect(await validate()).toEqual({ code: 2, out: '', err: 'Say which files: asklet survey validate FILE….\n' });
  });
});
