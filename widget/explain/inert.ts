// A prompt of which nothing stays: what a preview gives `openPrompt` in place of queue, delivery, events and memory.

/** Nothing is asked about the visitor, kept, sent, told or remembered; the closing words say that it was not saved. */
export const inert = {
  context: () => ({}),
  keep: async () => 'unsaved' as const,
  settled: async () => 'waiting' as const,
  emit: () => {},
  remember: () => {},
};
