// Opens prompts for the tests of the frame, and takes them back.
import { fireEvent, within } from '@testing-library/preact';
import { afterEach, vi } from 'vitest';
import type { Draft } from '../../../server/contract/response.ts';
import { openPrompt, type OpenPrompt, type PromptOptions } from '../../../widget/prompt/index.tsx';
import * as more from '../../../widget/questions/more.ts';
import type { Progress } from '../../../widget/prompt/progress.ts';
import { survey } from '../../support/surveys.ts';

const open: OpenPrompt[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  document.body.replaceChildren();
});

export function prompt(changes: Partial<PromptOptions> = {}) {
  const keep = vi.fn<PromptOptions['keep']>(async () => 'saved');
  const settled = vi.fn<PromptOptions['settled']>(async () => 'sent');
  const save = vi.fn<(progress: Progress | undefined) => void>();
  const emit = vi.fn<(event: string, detail: object) => void>();
  const remember = vi.fn<PromptOptions['remember']>();
  const onClose = vi.fn<PromptOptions['onClose']>();
  const opened = openPrompt({
    survey: survey(),
    shown: changes.resumed?.shown ?? Date.now(),
    container: undefined,
    languages: ['en'],
    more,
    context: (answered) => (answered ? { u: 'ann' } : {}),
    keep,
    settled,
    save,
    emit,
    remember,
    onClose,
    ...changes,
  });
  open.push(opened);
  const host = [...document.querySelectorAll<HTMLElement>('*')].findLast((element) => element.shadowRoot)!;
  const root = host.shadowRoot!;
  const page = within(root.querySelector('section')! as HTMLElement);
  const drafts = (): Draft[] => keep.mock.calls.map(([draft]) => draft);
  return { opened, host, root, page, keep, emit, remember, save, onClose, drafts };
}

/** Points at it, as opposed to a key that clicks. */
export const tap = (element: Element) => fireEvent.click(element, { detail: 1 });
