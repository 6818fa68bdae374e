// A prompt of which nothing stays: what a preview gives `openPrompt` in place of queue, delivery, events and memory.

/** Nothing is asked about the visitor, kept, sent, told or remembered; the closing words claim nothing of the kind. */
export const inert = {
  context: () => ({}),
  // Never known: neither "saved" nor "sent" would be true, and nothing has gone wrong.
  keep: () => new Promise<'unsaved'>(() => {}),
  settled: async () => 'waiting' as const,
  emit: () => {},
  remember: () => {},
};
export type Inert = typeof inert;
