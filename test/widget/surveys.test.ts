import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchSurveys } from '../../widget/surveys.ts';
import { survey } from '../support/surveys.ts';

const config = JSON.stringify({ v: 1, surveys: [survey()] });
const answers = (...all: (string | Error)[]) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => {
      const answer = all.shift()!;
      if (answer instanceof Error) throw answer;
      return new Response(answer);
    }),
  );
const offline = new TypeError('Failed to fetch');
const surveys = (persist = true) => fetchSurveys('https://collector.example/c/v1/pk/config', 'pk', () => persist);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('surveys', () => {
  it('come from the collector, without cookies, and a copy is kept', async () => {
    answers(config);
    expect(await surveys()).toEqual([survey()]);
    expect(vi.mocked(fetch).mock.calls[0]![1]).toMatchObject({ credentials: 'omit' });
    expect({ ...localStorage }).toEqual({ 'asklet-config-pk': config });
  });

  it('come from the copy when the network is gone', async () => {
    answers(config, offline);
    await surveys();
    expect(await surveys()).toEqual([survey()]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('come from the HTTP cache when there is no copy either', async () => {
    answers(offline, config);
    expect(await surveys()).toEqual([survey()]);
    expect(vi.mocked(fetch).mock.calls[1]![1]).toMatchObject({ cache: 'force-cache' });
  });

  it.each(['', '<html>Sign in to the Wi-Fi</html>', '{"ok":true}', '{"v":2,"surveys":[]}', 'null'])(
    'are not taken from somebody else’s answer %s, which replaces no copy',
    async (answer) => {
      answers(config, answer);
      await surveys();
      expect(await surveys()).toEqual([survey()]);
      expect(localStorage.getItem('asklet-config-pk')).toBe(config);
    },
  );

  it('are unknown when nobody has them', async () => {
    answers(offline, offline);
    expect(await surveys()).toBeUndefined();
  });

  it('leave nothing on a device that must keep nothing', async () => {
    answers(config);
    expect(await surveys(false)).toEqual([survey()]);
    expect(localStorage).toHaveLength(0);
  });

  it('are not copied when they are large, and a copy that is older goes', async () => {
    const large = JSON.stringify({ v: 1, surveys: [survey({ thanks: 'x'.repeat(9_000) })] });
    answers(config, large);
    await surveys();
    await surveys();
    expect(localStorage).toHaveLength(0);
  });
});
