import type { PublicSurvey } from '../../server/contract/api.ts';
import { readout, type Subject } from './describe.ts';
import { inert, type Inert } from './inert.ts';
import { openOverlay } from './overlay.tsx';

/** Opens the overlay over what there is to explain; `preview` shows a survey with `inert` ends. Returns its removal. */
export function openFor(subject: () => Subject, preview: (survey: PublicSurvey, inert: Inert) => void): () => void {
  return openOverlay({
    read: async () => readout(subject()),
    preview(id) {
      const survey = subject().surveys?.find((one) => one.id === id);
      if (survey) preview(survey, inert);
    },
  });
}
