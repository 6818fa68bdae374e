import { describe, expect, it } from 'vitest';
import { createGroup } from '../../../server/ingest/group.ts';

interface Commit {
  readonly group: readonly string[];
  readonly done: () => void;
  readonly fail: (cause: Error) => void;
}

/** A commit whose end the test decides. */
function held(limits = { size: 10, waiting: 10 }) {
  const commits: Commit[] = [];
  const group = createGroup<string, string>(
    (arrivals) =>
      new Promise((resolve, reject) =>
        commits.push({ group: arrivals, done: () => resolve(arrivals.map((one) => `${one}!`)), fail: reject }),
      ),
    limits,
  );
  return { group, commits };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('group', () => {
  it('commits a lone arrival at once and answers it', async () => {
    const { group, commits } = held();
    const reply = group.add('a');
    expect(commits.map((one) => one.group)).toEqual([['a']]);
    commits[0]!.done();
    expect(await reply).toBe('a!');
  });

  it('gathers what comes while one group is under way, and keeps only one under way', async () => {
    const { group, commits } = held();
    const replies = ['a', 'b', 'c'].map((one) => group.add(one)!);
    await settled();
    expect(commits.map((one) => one.group)).toEqual([['a']]);
    commits[0]!.done();
    await settled();
    expect(commits.map((one) => one.group)).toEqual([['a'], ['b', 'c']]);
    commits[1]!.done();
    expect(await Promise.all(replies)).toEqual(['a!', 'b!', 'c!']);
  });

  it('answers nobody before the commit is through', async () => {
    const { group } = held();
    let answered = false;
    void group.add('a')!.then(() => (answered = true));
    await settled();
    expect(answered).toBe(false);
  });

  it('fails only the group whose commit failed', async () => {
    const { group, commits } = held();
    const first = group.add('a')!.catch((cause: Error) => cause.message);
    const second = group.add('b');
    commits[0]!.fail(new Error('disk'));
    expect(await first).toBe('disk');
    commits[1]!.done();
    expect(await second).toBe('b!');
  });

  it('survives a commit that throws at once', async () => {
    let calls = 0;
    const group = createGroup<string, string>(
      (arrivals) => {
        if (calls++ === 0) throw new Error('now');
        return Promise.resolve(arrivals);
      },
      { size: 10, waiting: 10 },
    );
    await expect(group.add('a')).rejects.toThrow('now');
    expect(await group.add('b')).toBe('b');
  });

  it('bounds a group and what may wait', async () => {
    const { group, commits } = held({ size: 2, waiting: 3 });
    const replies = ['a', 'b', 'c', 'd'].map((one) => group.add(one)!);
    expect(group.add('e')).toBeUndefined();
    for (let at = 0; at < 3; at++) {
      commits[at]!.done();
      await settled();
    }
    expect(commits.map((one) => one.group)).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(await Promise.all(replies)).toEqual(['a!', 'b!', 'c!', 'd!']);
  });

  it('is idle once everything is answered, and at once when nothing came', async () => {
    const { group, commits } = held();
    await group.idle();
    void group.add('a');
    void group.add('b');
    let idle = false;
    const waiting = group.idle().then(() => (idle = true));
    commits[0]!.done();
    await settled();
    expect(idle).toBe(false);
    commits[1]!.done();
    await waiting;
  });
});
