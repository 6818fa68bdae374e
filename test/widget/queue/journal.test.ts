import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal, OWED, type Journal } from '../../../widget/queue/journal.ts';
import { journalKey, mayWait } from '../../../widget/queue/mark.ts';
import { rid, SITE, stored } from './samples.ts';

const broken = vi.fn<(count: number) => void>();
let journal: Journal;

beforeEach(() => {
  localStorage.clear();
  broken.mockClear();
  journal = openJournal(journalKey(SITE), 'localStorage', broken);
});

describe('journal', () => {
  it('holds the latest revision of each response', () => {
    journal.put(stored());
    journal.put(stored({ rev: 2 }));
    journal.put(stored({ rid: rid(2) }));
    expect(journal.responses()).toEqual([stored({ rev: 2 }), stored({ rid: rid(2) })]);
  });

  it.each([
    ['a later revision', { rev: 3 }, 1],
    ['the same revision of another page load', { rev: 2, a: 'bbbbbbbb' }, 1],
    ['that revision', { rev: 2 }, 0],
    ['an earlier revision of the same page load', { rev: 1 }, 0],
  ])('keeps only what is not on disk: %s', (_which, over, left) => {
    journal.put(stored(over));
    journal.remove(rid(1), stored({ rev: 2 }));
    expect(journal.responses()).toHaveLength(left);
    expect(mayWait(SITE)).toBe(true);
  });

  it('keeps the mark while it holds a response', () => {
    journal.put(stored());
    journal.unmark();
    expect(mayWait(SITE)).toBe(true);
    journal.remove(rid(1), stored());
    journal.unmark();
    expect(mayWait(SITE)).toBe(false);
  });

  it('stays empty after everything was forgotten, whatever was still on its way', () => {
    journal.put(stored());
    journal.empty();
    journal.remove(rid(1), stored());
    journal.remove(stored().rid);
    expect(mayWait(SITE)).toBe(false);
    journal.put(stored());
    expect(mayWait(SITE)).toBe(true);
  });

  it('remembers, emptied, which "forget" the database still has to hear of', () => {
    journal.put(stored());
    journal.empty('forget-1');
    expect(journal.responses()).toEqual([]);
    expect(mayWait(SITE)).toBe(true);
    journal.put(stored());
    journal.remove(OWED, { rev: 0, a: 'forget-0' });
    expect(journal.owed()).toBe('forget-1');
    journal.remove(OWED, { rev: 0, a: 'forget-1' });
    expect(journal.owed()).toBeUndefined();
    expect(journal.responses()).toEqual([stored()]);
    expect(broken).not.toHaveBeenCalled();
  });

  it('lives in the tab’s storage alone when asked to, and is found by its mark there', () => {
    const session = openJournal(journalKey(SITE), 'sessionStorage', broken);
    session.put(stored());
    expect(mayWait(SITE)).toBe(true);
    expect(localStorage).toHaveLength(0);
    expect(journal.responses()).toEqual([]);
    session.empty();
    expect(mayWait(SITE)).toBe(false);
  });

  it('takes no more than 22 KiB of the page’s storage, and loses nothing it has', () => {
    const large = (n: number) => stored({ rid: rid(n), q: { why: { v: 'é'.repeat(3_500), n: 1, a: 'aaaaaaaa' } } });
    for (const n of [1, 2, 3, 4]) journal.put(large(n));
    expect(journal.responses()).toHaveLength(3);
    expect(broken).not.toHaveBeenCalled();
  });

  it('bears that storage is full or denied', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    journal.put(stored());
    expect(journal.responses()).toEqual([]);
    full.mockRestore();
    vi.stubGlobal('localStorage', undefined);
    journal.put(stored());
    expect(journal.responses()).toEqual([]);
    expect(mayWait(SITE)).toBe(false);
    vi.unstubAllGlobals();
  });
});
