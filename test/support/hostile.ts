// The pages of test/fixtures: each an ordinary shop with one idea of how to make a guest's life hard. A page may define
// `before` and `after`, which are called around the opening of the prompt.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rigScript } from './rig.ts';
import { startSite } from './site.ts';

const folder = join(import.meta.dirname, '../fixtures');

export const FIXTURES = globSync(join(folder, '*.html')).map((file) => basename(file, '.html'));

/** The title of a fixture says what it does. */
export const titleOf = (name: string): string => /<title>(.*)<\/title>/.exec(read(name))![1]!;

const read = (name: string): string => readFileSync(join(folder, `${name}.html`), 'utf8');

const SHOP = `<main><h1>Leaf &amp; Kettle</h1>
<p>Tea from small gardens, picked by hand, sent on the day you order it. <a href="#more">More about us</a></p>
<form><label for="name">Name</label> <input id="name"> <button>Search</button></form>
<section><h2>Green</h2><p>Sencha, Gyokuro and Matcha.</p><ul><li>Sencha</li><li>Gyokuro</li></ul></section>
<p>Gardens:</p><table border="1" width="100%" height="400" bgcolor="#e8f0e0"><tr><td>Uji</td><td>Shizuoka</td></tr></table>
<p>Delivery takes two days.</p></main>`;

/** A page with the rig and, unless it is `bare`, the snippet where the fixture wants it. */
function page(name: string, collector: string, bare: boolean): string {
  const snippet = `<script async src="${collector}/a.js" data-site="pk_demo" nonce="abc"></script>`;
  const head = `<head><meta charset="utf-8"><link rel="icon" href="data:,">${rigScript('abc')}`;
  return read(name)
    .replace('<head>', () => head)
    .replace('{collector}', collector)
    .replace('<!-- asklet -->', () => (bare ? '' : snippet))
    .replace('<!-- shop -->', () => SHOP);
}

/**
 * A site with every fixture at `/guest/<name>`, and without the widget at `/bare/<name>`. What a fixture has in a frame
 * is at `/guest/inside/<name>`: the ordinary shop.
 */
export const startHostile = (collector: string) =>
  startSite((path) => {
    const [, host = '', inside, name = inside] = /^\/(guest|bare)\/(inside(?=\/))?\/?([\w-]+)$/.exec(path) ?? [];
    if (!host) return undefined;
    return page(inside ? 'shop' : name!, collector, host === 'bare');
  });
