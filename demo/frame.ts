// One page of the gallery: shows the survey its address names, and does what a customer would do to reach a state.
// ?survey=ID [&inline] [&click] [&wait] [&tap=VALUE] [&type=WORDS] [&away] [&nowhere] &locale &scheme

const asked = new URLSearchParams(location.search);
const survey = asked.get('survey') ?? '';
const inline = asked.has('inline');

document.documentElement.lang = asked.get('locale') ?? 'en';
document.documentElement.style.colorScheme = asked.get('scheme') ?? 'light';

if (!inline) {
  const page = document.createElement('p');
  page.className = 'page';
  page.textContent = 'The page goes on behind the prompt, and nothing of it moves.';
  document.body.append(page);
}

const { surveys } = (await (await fetch('/c/v1/pk_gallery/config')).json()) as { surveys: { id: string }[] };
asklet('init', {
  site: 'pk_gallery',
  // Nobody listens on the discard port: the collector is out of reach.
  host: asked.has('away') ? 'http://127.0.0.1:9' : location.origin,
  locale: asked.get('locale') ?? 'en',
  surveys: surveys.filter(({ id }) => id === survey),
  // A frame is looked at, not visited: nothing of it is remembered.
  storage: asked.has('away') && !asked.has('nowhere') ? 'persist' : 'none',
});

/** The first match in the widget's own tree, once it is there. */
async function inPrompt(selector: string): Promise<HTMLElement> {
  for (;;) {
    for (const { shadowRoot } of document.querySelectorAll('*')) {
      const found = shadowRoot?.querySelector<HTMLElement>(selector);
      if (found) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const button = document.createElement('button');
button.textContent = 'Ask';
button.addEventListener('click', () => asklet('show', survey, { anchor: button, force: true }));

if (asked.has('click')) {
  document.body.append(button);
  button.click();
}
// By force: the other frames are other pages of the same person, who is asked one thing at a time.
else if (!asked.has('wait')) asklet('show', survey, inline ? { container: document.body } : { force: true });

const tap = asked.get('tap');
if (tap !== null) {
  const value = await inPrompt(`input[value="${tap}"]`);
  // A tap right after the prompt appeared would not count.
  setTimeout(() => value.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, composed: true })), 500);
}
const words = asked.get('type');
if (words !== null) {
  const field = (await inPrompt('textarea')) as HTMLTextAreaElement;
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
