// The gallery: every question type, look and state in a frame of its own, in any language, scheme and width.

/** What is shown, by chapter: caption → the address of its frame (see frame.ts) and its height in pixels. */
type Chapter = Readonly<Record<string, readonly [query: string, height: number]>>;

const asked = (survey: string, height: number): readonly [string, number] => [
  `survey=gallery-${survey}&inline`,
  height,
];
const placed = (place: string, height = 460): readonly [string, number] => [`survey=gallery-${place}`, height];

const CHAPTERS: Readonly<Record<string, Chapter>> = {
  Questions: {
    'NPS, 0 to 10': asked('nps', 300),
    'CSAT, 1 to 5, in words': asked('csat5-words', 380),
    'CSAT, 1 to 5, in faces': asked('csat5-faces', 205),
    'CSAT, 1 to 7': asked('csat7', 205),
    'Effort (CES 1): lower is easier': asked('ces1', 205),
    'Ease (CES 2): higher is easier': asked('ces2', 180),
    'After a service, 1 to 10': asked('service10', 230),
    'Five stars': asked('stars', 165),
    'Three faces': asked('emoji3', 190),
    'Five faces': asked('emoji5', 190),
    Thumbs: asked('thumbs', 165),
    'One of several, or one’s own': asked('choice', 390),
    'Several, two at most': asked('choices', 350),
    Words: asked('text', 270),
    'A way to answer': asked('contact', 300),
  },
  Looks: {
    Corner: placed('nps'),
    'Sheet, as on phones': placed('sheet'),
    Dialog: placed('dialog'),
    Bar: placed('bar'),
    'Beside what was clicked': ['survey=gallery-anchor&click', 460],
    'A tab the customer opens': ['survey=gallery-tab&wait', 460],
    'Preset: plain': placed('plain'),
    'Preset: soft': placed('soft'),
    'Preset: sharp': placed('sharp'),
    'Inline, in the page': ['survey=gallery-csat7&inline', 230],
  },
  States: {
    'Rated: the words come in sight': ['survey=gallery-nps&inline&tap=9', 480],
    'Done and sent': ['survey=gallery-thumbs&inline&tap=1', 190],
    'Done, the collector out of reach': ['survey=gallery-thumbs&inline&tap=1&away', 215],
    'Done, and no place to keep it': ['survey=gallery-thumbs&inline&tap=1&away&nowhere', 215],
    'Too short to send': ['survey=gallery-text&inline&type=Hm', 270],
    'Step 2 of 3': ['survey=gallery-branching&inline&tap=2', 330],
  },
};

const LOCALES = ['en', 'de', 'fr', 'es', 'pt-BR', 'it', 'nl', 'pl', 'ja', 'zh-Hans', 'ko', 'ar'];

const form = document.querySelector('form')!;
const main = document.querySelector('main')!;
const languages = form.elements.namedItem('locale') as HTMLSelectElement;

for (const tag of LOCALES) {
  languages.append(new Option(new Intl.DisplayNames([tag], { type: 'language' }).of(tag), tag));
}

function element<N extends keyof HTMLElementTagNameMap>(name: N, ...children: (Node | string)[]) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function draw(): void {
  const chosen = (name: string): string => (form.elements.namedItem(name) as HTMLSelectElement).value;
  const width = chosen('width');
  document.documentElement.style.colorScheme = chosen('scheme');
  const settings = new URLSearchParams({
    locale: chosen('locale'),
    scheme: chosen('scheme'),
  });
  main.replaceChildren(
    ...Object.entries(CHAPTERS).map(([title, chapter]) =>
      element(
        'section',
        element('h2', title),
        element(
          'div',
          ...Object.entries(chapter).map(([caption, [query, height]]) => {
            const frame = element('iframe');
            frame.title = caption;
            frame.loading = 'lazy';
            // Places differ only where there is room for them.
            frame.width = title === 'Looks' ? '640' : width;
            frame.height = String(height);
            frame.src = `frame.html?${query}&${settings}`;
            return element('figure', element('figcaption', caption), frame);
          }),
        ),
      ),
    ),
  );
  history.replaceState(null, '', `?${settings}&width=${width}`);
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const control = form.elements.namedItem(name);
  if (control instanceof HTMLSelectElement) control.value = value;
}
form.addEventListener('change', draw);
draw();
