import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFunnel, type Funnel, type Target } from '../../../widget/targeting/funnel.ts';

let funnel: Funnel;
let target: Target | undefined;
const hidden = vi.spyOn(document, 'hidden', 'get');

function page(now: 'hidden' | 'shown'): void {
  hidden.mockReturnValue(now === 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(null, { status: 204 })),
  );
  target = ['https://collector.example/c/v1/f', 'pk'];
  funnel = createFunnel(() => target);
});
afterEach(() => {
  funnel.close();
  vi.unstubAllGlobals();
});

const sent = () => vi.mocked(fetch).mock.calls.map(([url, init]) => [url, JSON.parse(init!.body as string)]);

describe('the funnel', () => {
  it('counts what came of each touchpoint, and sends the counts when the page is hidden', () => {
    funnel.count('shop', 'gap');
    funnel.count('shop', 'gap');
    funnel.count('shop', 'shown');
    funnel.count('chat', 'manners');
    expect(fetch).not.toHaveBeenCalled();
    page('hidden');
    expect(sent()).toEqual([
      ['https://collector.example/c/v1/f', { v: 1, k: 'pk', f: { shop: { gap: 2, shown: 1 }, chat: { manners: 1 } } }],
    ]);
  });

  it('asks for no preflight, no cookie and no answer', () => {
    funnel.count('shop', 'gap');
    page('hidden');
    const init = vi.mocked(fetch).mock.calls[0]![1]!;
    expect(init).toMatchObject({
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'strict-origin',
    });
    expect(init.headers).toBeUndefined();
    expect(new Request('https://x.example', init).headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('sends each count once, and nothing where nothing was counted', () => {
    page('hidden');
    funnel.count('shop', 'gap');
    page('shown');
    expect(fetch).not.toHaveBeenCalled();
    page('hidden');
    page('shown');
    page('hidden');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('counts no further than the collector does', () => {
    for (let n = 0; n < 1_200; n++) funnel.count('shop', 'gap');
    page('hidden');
    expect(sent()[0]![1]).toMatchObject({ f: { shop: { gap: 1_000 } } });
  });

  it('sends nothing after "no", and forgets what it counted', () => {
    funnel.count('shop', 'gap');
    target = undefined;
    page('hidden');
    target = ['https://collector.example/c/v1/f', 'pk'];
    page('hidden');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('sends nothing once it is closed', () => {
    funnel.count('shop', 'gap');
    funnel.close();
    page('hidden');
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ['is offline', () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'replaced fetch by one that throws',
      () => {
        throw new Error('patched');
      },
    ],
  ])('harms no page that %s', async (_what, answer) => {
    const failed = vi.fn();
    window.addEventListener('error', failed);
    process.on('unhandledRejection', failed);
    vi.mocked(fetch).mockImplementation(answer);
    funnel.count('shop', 'gap');
    page('hidden');
    await new Promise((resolve) => setTimeout(resolve));
    expect(failed).not.toHaveBeenCalled();
    window.removeEventListener('error', failed);
    process.off('unhandledRejection', failed);
  });
});
