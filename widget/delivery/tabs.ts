import type { Revision } from '../queue/queue.ts';

/** What a tab tells the others of its site; only hints: where nothing rests on storage nothing rests on these. */
export interface Message {
  /** The collector has this revision. */
  readonly sent?: Revision;
  /** This must not come back: a response's id, or the name of a "forget". */
  readonly over?: string;
}

export interface Tabs {
  /** Nothing in it: an answer was kept. */
  tell(message: Message): void;
  close(): void;
}

/** Silent where there is no BroadcastChannel (Safari before 15.4). */
export function openTabs(name: string, hear: (message: Message) => void): Tabs {
  let channel: BroadcastChannel | undefined;
  try {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => hear(data);
  } catch {
    // Every tab for itself.
  }
  return {
    tell: (message) => channel?.postMessage(message),
    close() {
      channel?.close();
      // Telling on a closed one throws.
      channel = undefined;
    },
  };
}
