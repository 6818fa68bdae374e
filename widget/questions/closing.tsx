import { LINK } from '../../server/contract/flow.ts';
import type { More } from './question.ts';

/** An ending of the survey's own, with its text and its link, which opens in a new tab. */
export const closing: More['closing'] = ({ endings }, place, say) => {
  const ending = endings?.find(({ id }) => id === place);
  if (!ending) return undefined;
  const { title, text, link } = ending;
  return {
    title: say(title),
    text: text && <p>{say(text)}</p>,
    link: link && LINK.test(link.href) && (
      <a class="go" href={link.href} target="_blank" rel="noopener">
        {say(link.label)}
      </a>
    ),
  };
};
