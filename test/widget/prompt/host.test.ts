import { fireEvent } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { COLORS } from '../../../server/contract/look.ts';
import { addHost, type Host, type HostOptions } from '../../../widget/prompt/host.ts';
import { styles } from '../../../widget/prompt/styles.ts';

let host: Host | undefined;
afterEach(() => {
  host?.remove();
  host = undefined;
  document.body.replaceChildren();
});
const add = (options: HostOptions = {}): Host => (host = addHost(options));
const sheetOf = ({ root }: Host): string =>
  root.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join('\n') ||
  root.querySelector('style')!.textContent;

describe('the host', () => {
  it('stands at the end of the page, in the corner, and leaves nothing behind', () => {
    const before = document.documentElement.outerHTML;
    const { element } = add();
    expect(document.documentElement.lastElementChild).toBe(element);
    expect(element.dataset['look']).toBe('corner');
    host!.remove();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('stands in its container, whatever the look says', () => {
    const { element } = add({ container: document.body, look: { place: 'bar' }, looks: () => ({ styles: '' }) });
    expect(document.body.lastElementChild).toBe(element);
    expect(element.dataset['look']).toBe('inline');
  });

  it('stays in the corner when the part for its look could not be loaded', () => {
    expect(add({ look: { place: 'dialog' } }).element.dataset['look']).toBe('corner');
    expect(host!.mount).toBe(host!.root);
  });

  it('gives a long scale more room', () => expect(add({ wide: true }).element.dataset['look']).toBe('corner wide'));

  it('is arranged by its look, draws where that says, and takes it back', () => {
    const mount = document.createElement('div');
    const remove = vi.fn();
    const looks = vi.fn<NonNullable<HostOptions['looks']>>(() => ({ styles: '.a{color:red}', mount, remove }));
    const anchor = document.body;
    const onLeave = (): void => {};
    const look = { place: 'anchor' } as const;
    const { element, root } = add({ look, looks, anchor, onLeave, styles: ['.b{color:blue}'] });
    expect(looks.mock.calls).toEqual([['anchor', { element, root, look, anchor, onLeave }]]);
    expect(host!.mount).toBe(mount);
    expect(sheetOf(host!)).toMatch(/\.b[^]*\.a/);
    host!.remove();
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('keeps what is typed in it to itself', () => {
    const heard = vi.fn();
    for (const type of ['keydown', 'input', 'paste']) document.addEventListener(type, heard);
    const field = add().root.appendChild(document.createElement('textarea'));
    for (const type of ['keydown', 'input', 'paste'])
      fireEvent(field, new Event(type, { bubbles: true, composed: true }));
    expect(heard).not.toHaveBeenCalled();
    for (const type of ['keydown', 'input', 'paste']) document.removeEventListener(type, heard);
  });
});

describe('the style sheet', () => {
  it.each(['light', 'dark'] as const)('has the colours that themes are checked against in the %s scheme', (scheme) => {
    const at = scheme === 'light' ? 1 : 2;
    const used = ['color', 'background', 'text'].map(
      (name) => new RegExp(`--asklet-${name},light-dark\\((#\\w+),(#\\w+)\\)`).exec(styles)![at],
    );
    expect(used.map((hex) => hex!.replace(/^#fff$/, '#ffffff'))).toEqual(Object.values(COLORS[scheme]));
  });

  it('is in pixels: a page’s root font does not shrink it', () => expect(styles).not.toMatch(/\d(rem|em)\b/));
});
