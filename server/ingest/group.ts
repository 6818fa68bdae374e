// Group commit: one group is on its way to the disk while the next one gathers. No timer: an arrival that finds
// nothing under way starts at once, and under load a group is as large as one commit is slow.

export interface Group<Arrival, Reply> {
  /** Settles with the arrival's own reply, or rejects with whatever its group failed of; undefined when too many wait. */
  add(arrival: Arrival): Promise<Reply> | undefined;
  /** Resolves once nothing is waiting or under way. */
  idle(): Promise<void>;
}

export interface GroupLimits {
  /** Most arrivals of one group: bounds how long a transaction lasts. */
  readonly size: number;
  /** Most arrivals that may wait: bounds memory when the disk is slower than the network. */
  readonly waiting: number;
}

interface Waiting<Arrival, Reply> {
  readonly arrival: Arrival;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (cause: unknown) => void;
}

/** `commit` answers every arrival of a group in their order; a group that rejects takes no other with it. */
export function createGroup<Arrival, Reply>(
  commit: (group: readonly Arrival[]) => Promise<readonly Reply[]>,
  limits: GroupLimits,
): Group<Arrival, Reply> {
  let waiting: Waiting<Arrival, Reply>[] = [];
  let busy = false;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, limits.size);
      waiting = waiting.slice(limits.size);
      try {
        const replies = await commit(group.map(({ arrival }) => arrival));
        group.forEach(({ resolve, reject }, index) => {
          const reply = replies[index];
          if (reply === undefined) reject(new Error('A group was answered in part.'));
          else resolve(reply);
        });
      } catch (cause) {
        for (const { reject } of group) reject(cause);
      }
    }
    busy = false;
  }

  return {
    add(arrival) {
      if (waiting.length >= limits.waiting) return undefined;
      const reply = new Promise<Reply>((resolve, reject) => waiting.push({ arrival, resolve, reject }));
      if (!busy) {
        busy = true;
        running = run();
      }
      return reply;
    },
    async idle() {
      while (busy) await running;
    },
  };
}
