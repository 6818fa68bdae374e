// The styles of what is in this part, added to the prompt's own.
export const styles = `
svg{inline-size:22px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round;stroke-linecap:round}.down{transform:rotate(180deg)}
.thumb{gap:8px}
.thumb span,.word span{grid-auto-flow:column;justify-content:center;gap:8px;border-radius:8px!important;border-inline-start:1px solid var(--line)!important;padding:8px 14px}
.word{grid-auto-flow:row!important;grid-template-columns:none!important;gap:8px}.word span{place-items:center start;justify-content:start}
:is(.face,.star) svg{inline-size:32px}
:is(.face,.star) span{border:0!important;border-radius:8px!important;background:none}
.star span{background:none!important;color:inherit!important}.star :checked+span,.full{color:var(--c)!important}.full{fill:currentColor}
.options{display:grid;gap:8px;margin-block-start:16px}
.options label{position:relative;display:block;cursor:pointer}
.options span{display:grid;place-items:center start;min-block-size:44px;border:1px solid var(--line);background:var(--bg);padding:8px 14px;border-radius:8px}
.options :disabled{cursor:default}.options :disabled+span{opacity:.5}
.options .note{margin:0}
.field{position:static;opacity:1;block-size:auto;min-block-size:44px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:8px 12px;cursor:text}
.field:focus-visible{outline:3px solid var(--c);outline-offset:2px}
.wrong{display:none}.field:invalid:not(:focus)+.wrong{display:block}
`;
