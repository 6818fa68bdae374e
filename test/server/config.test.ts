import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { unsupportedRuntime } from '../../server/runtime.ts';

describe('config', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      config: {
        port: 4100,
        host: '127.0.0.1',
        dataDir: resolve('data'),
        databaseUrl: `sqlite:${join(resolve('data'), 'asklet.db')}`,
        publicPrefix: '/c',
        logLevel: 'warn',
      },
    });
  });

  it('takes what is set, and an empty variable for absent', () => {
    const env = { PORT: '0', HOST: '::1', DATA_DIR: '/var/lib/x', PUBLIC_PREFIX: '/in/put', LOG_LEVEL: '' };
    expect(readConfig(env)).toEqual({
      config: {
        port: 0,
        host: '::1',
        dataDir: '/var/lib/x',
        databaseUrl: 'sqlite:/var/lib/x/asklet.db',
        publicPrefix: '/in/put',
        logLevel: 'warn',
      },
    });
  });

  it('names every problem at once, one sentence each', () => {
    const read = readConfig({ PORT: '70000', HOST: 'a b', PUBLIC_PREFIX: 'c/', LOG_LEVEL: 'loud' });
    const names = 'problems' in read ? read.problems.map((problem) => problem.split(' ')[0]) : [];
    expect(names).toEqual(['PORT', 'HOST', 'PUBLIC_PREFIX', 'LOG_LEVEL']);
  });

  it.each([
    { PORT: '-1' },
    { PORT: '80a' },
    { PUBLIC_PREFIX: '/' },
    { PUBLIC_PREFIX: '/api' },
    { PUBLIC_PREFIX: '/a/b' },
  ])('refuses %j', (env) => {
    expect(readConfig(env)).toEqual({ problems: [expect.stringMatching(/\.$/)] });
  });
});

describe('runtime', () => {
  it.each([
    ['24.21.0', undefined],
    ['22.18.0', undefined],
    ['22.17.1', 'Asklet needs Node 22.18 or later, and this is 22.17.1.'],
    ['20.20.2', 'Asklet needs Node 22.18 or later, and this is 20.20.2.'],
  ])('says of Node %s: %s', (version, reason) => {
    expect(unsupportedRuntime(version)).toBe(reason);
  });
});
