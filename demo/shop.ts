// A small shop with real touchpoints: a basket that survives pages, a checkout, a chat.

interface Line {
  readonly name: string;
  readonly price: number;
}

const euro = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });
const read = (): Line[] => JSON.parse(sessionStorage.getItem('basket') ?? '[]');
const keep = (lines: readonly Line[]): void => sessionStorage.setItem('basket', JSON.stringify(lines));
const total = (): number => read().reduce((sum, line) => sum + line.price, 0);
const all = <E extends HTMLElement>(selector: string): E[] => [...document.querySelectorAll<E>(selector)];

function draw(): void {
  for (const place of all('[data-basket-count]')) place.textContent = String(read().length);
  for (const place of all('[data-basket-total]')) place.textContent = euro.format(total());
  for (const place of all('[data-basket-lines]')) {
    place.replaceChildren(
      ...read().map(({ name, price }) => {
        const line = document.createElement('li');
        line.append(name, ' ', euro.format(price));
        return line;
      }),
    );
    if (!read().length) place.textContent = 'Nothing here yet.';
  }
}

for (const button of all<HTMLButtonElement>('[data-add]')) {
  button.addEventListener('click', () => {
    keep([...read(), { name: button.dataset['add']!, price: Number(button.dataset['price']) }]);
    draw();
  });
}

for (const form of all<HTMLFormElement>('[data-checkout]')) {
  form.addEventListener('submit', () => sessionStorage.setItem('ordered', String(total())));
}

// The touchpoint by code: once per order, not at every reload of the page.
const ordered = sessionStorage.getItem('ordered');
if (ordered !== null && location.pathname.endsWith('thank-you.html')) {
  sessionStorage.removeItem('ordered');
  keep([]);
  asklet('track', 'checkout-completed', { total: Number(ordered) });
}

const replies = ['Of course. Let me look that up for you.', 'Done. Is there anything else?', 'Gladly!'];
for (const form of all<HTMLFormElement>('[data-say]')) {
  const chat = all('[data-chat]')[0]!;
  const say = (text: string, mine: boolean): void => {
    const line = document.createElement('li');
    line.textContent = text;
    line.classList.toggle('mine', mine);
    chat.append(line);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const field = form.elements.namedItem('message') as HTMLInputElement;
    if (!field.value.trim()) return;
    say(field.value, true);
    say(replies[chat.children.length % replies.length]!, false);
    field.value = '';
  });
  all('[data-end-chat]')[0]?.addEventListener('click', () => {
    say('The chat has ended. Thank you for writing to us.', false);
    for (const control of all('[data-say], [data-end-chat]')) control.hidden = true;
  });
}

draw();
