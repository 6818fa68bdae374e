// A sandboxed frame: no origin, no storage.
import { describe, expect, it } from 'vitest';
import { across, ALL, type Scene } from '../support/across.ts';
import { startCollector } from '../support/collector.ts';
import { openStage, type Stage } from '../support/stage.ts';

const play = across({ origins: ['null'] });

const frame = '<!doctype html><title>Outer</title><iframe sandbox="allow-scripts" src="inner"></iframe>';
/** Every wait by chance is as short as it may be. */
const options = { head: '<script>Math.random = () => 0</script>', more: { '/outer': frame } };

/** Opens the frame and answers in it; resolves with what runs inside it. */
async function answerInside({ visitor }: Scene, { url }: Stage) {
  const tab = await (await visitor()).open(`${url}/outer`);
  const inside = <R>(run: () => R) => tab.inFrame(run);
  await expect.poll(() => inside(() => 'rig' in window && window.rig.events.includes('ready'))).toBe(true);
  await inside(() => window.rig.ask());
  await expect.poll(() => inside(() => !!window.rig.find('input[value="9"]'))).toBe(true);
  await inside(() => window.rig.tap('input[value="9"]'));
  return inside;
}

describe('a sandboxed frame', () => {
  it.for(ALL)(
    'S04: has no storage, and asks and sends all the same, without an error [%s]',
    play(async (scene) => {
      const stage = await scene.stage(options);
      const inside = await answerInside(scene, stage);
      await expect.poll(stage.answers).toMatchObject([{ score: 9 }]);
      const storage = await inside(() =>
        [() => indexedDB.open('x'), () => localStorage].map((use) => {
          try {
            return typeof use();
          } catch (error) {
            return (error as Error).name;
          }
        }),
      );
      expect(storage).toEqual(['SecurityError', 'SecurityError']);
      expect(await inside(() => window.rig.errors)).toEqual([]);
    }),
  );

  it.for(ALL)(
    'N28: is heard by a site that allows "null", and reads the receipt [%s]',
    play(async (scene) => {
      const stage = await scene.stage(options);
      const inside = await answerInside(scene, stage);
      await expect.poll(stage.answers).toMatchObject([{ score: 9 }]);
      expect(stage.proxy.writes().map(({ headers }) => headers.origin)).not.toContain(stage.url);
      expect(stage.proxy.writes()[0]!.headers.origin).toBe('null');
      await expect.poll(() => inside(() => window.rig.events)).toContain('delivered:2');
    }),
  );

  it.for(ALL)(
    'N28: is refused by a site that does not, once, and stops asking [%s]',
    play(async (scene) => {
      const strict = await startCollector();
      scene.later(strict.remove);
      const stage = await openStage(strict, options);
      scene.later(stage.stop);
      const inside = await answerInside(scene, stage);
      await expect.poll(() => stage.proxy.writes()[0]?.reply?.status).toBe(403);
      await expect.poll(() => inside(() => window.rig.events)).toContain('queued:2');
      // Had it not read the refusal, it would try again in a second.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(stage.proxy.writes()).toHaveLength(1);
      expect(await stage.answers()).toEqual([]);
    }),
  );
});
