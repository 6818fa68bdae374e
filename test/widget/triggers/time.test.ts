import { describe, expect, it, vi } from 'vitest';
import type { Trigger } from '../../../server/contract/triggers.ts';
import { act, eachOnItsPage, go, hide, pass, watch } from './page.ts';

eachOnItsPage();

describe('time', () => {
  it('fires once after so many seconds on the page', async () => {
    const { fire } = watch({ type: 'time', seconds: 20 });
    await pass(19.9);
    expect(fire).not.toHaveBeenCalled();
    await pass(0.2);
    expect(fire).toHaveBeenCalledTimes(1);
    act();
    await pass(60);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('counts only while the page is in front', async () => {
    const { fire } = watch({ type: 'time', seconds: 20 });
    await pass(15);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    await pass(600);
    hide(false);
    await pass(4.9);
    expect(fire).not.toHaveBeenCalled();
    await pass(0.2);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('counts only while the person did something in the last half minute', async () => {
    const { fire } = watch({ type: 'time', seconds: 50 });
    await pass(25);
    act();
    await pass(600); // 30 of them count
    expect(fire).toHaveBeenCalledTimes(1);
    const { fire: longer } = watch({ type: 'time', seconds: 50 });
    await pass(600);
    expect(longer).not.toHaveBeenCalled();
    act('keydown');
    await pass(19.9);
    expect(longer).not.toHaveBeenCalled();
    await pass(0.2);
    expect(longer).toHaveBeenCalledTimes(1);
  });

  it('keeps two timers, however much the mouse moves', async () => {
    const { fire } = watch({ type: 'time', seconds: 20 });
    hide(true);
    hide(false);
    for (let times = 0; times < 50; times++) act();
    expect(vi.getTimerCount()).toBe(2 + 1); // and the one that looks for navigations
    await pass(21);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('begins anew with every page view', async () => {
    const { fire } = watch({ type: 'time', seconds: 20 });
    await pass(15);
    go('/shop');
    await pass(15);
    expect(fire).not.toHaveBeenCalled();
    await pass(10);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('begins when a page that was opened in the background comes to the front', async () => {
    hide(true);
    const { fire } = watch({ type: 'time', seconds: 20 });
    await pass(60);
    expect(fire).not.toHaveBeenCalled();
    hide(false);
    await pass(20);
    expect(fire).toHaveBeenCalledTimes(1);
  });
});

it.each(['time', 'idle'])('%s without its seconds never fires', async (type) => {
  const { fire } = watch({ type } as Trigger);
  await pass(600);
  expect(fire).not.toHaveBeenCalled();
});

describe('idle', () => {
  it('fires once after so many seconds in which the person did nothing', async () => {
    const { fire } = watch({ type: 'idle', seconds: 60 });
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']) {
      await pass(59);
      act(type);
    }
    expect(fire).not.toHaveBeenCalled();
    await pass(59.9);
    expect(fire).not.toHaveBeenCalled();
    await pass(0.2);
    expect(fire).toHaveBeenCalledTimes(1);
    act();
    await pass(120);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('is not waiting in another tab', async () => {
    const { fire } = watch({ type: 'idle', seconds: 60 });
    hide(true);
    await pass(600);
    hide(false);
    await pass(59);
    expect(fire).not.toHaveBeenCalled();
    await pass(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });
});
