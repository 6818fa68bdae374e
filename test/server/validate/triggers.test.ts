import { describe, expect, it } from 'vitest';
import { validateSurvey } from '../../../server/validate/index.ts';
import { selectorProblem } from '../../../server/validate/selector.ts';

const problems = (...triggers: unknown[]): readonly string[] => {
  const found = validateSurvey({
    id: 'shop',
    version: 1,
    name: 'Shop',
    touchpoint: 'bought',
    stage: 'purchase',
    questions: [{ id: 'recommend', type: 'nps', title: 'How likely?' }],
    triggers,
  });
  return 'problems' in found ? found.problems : [];
};

describe('the triggers of a survey', () => {
  it('may be any of the contract, each with all its settings, on some pages only', () => {
    const on = [
      { match: 'glob', value: '/shop/**' },
      { match: 'query', name: 'embedded', not: true },
    ];
    expect(
      problems(
        { type: 'code', where: [{ name: 'total', op: 'above', value: 20 }], on },
        { type: 'page', on },
        { type: 'click', selector: '#buy' },
        { type: 'visible', selector: '.reviews', share: 1, seconds: 0 },
        { type: 'scroll', percent: 100 },
        { type: 'time', seconds: 30 },
        { type: 'exit' },
        { type: 'submit', selector: 'form[action="/contact"]', prevented: true },
        { type: 'idle', seconds: 60 },
        { type: 'visit', count: 3 },
        { type: 'inline' },
      ),
    ).toEqual([]);
  });

  it.each([
    [{ type: 'scroll', percent: 0 }, /^triggers\[0\]\.percent: must be >= 1$/],
    [{ type: 'scroll', percent: 101 }, /^triggers\[0\]\.percent: must be <= 100$/],
    [{ type: 'time' }, /^triggers\[0\]: must have required property 'seconds'$/],
    [{ type: 'time', seconds: 0 }, /^triggers\[0\]\.seconds: must be >= 1$/],
    [{ type: 'visible', selector: '.x', share: 0 }, /^triggers\[0\]\.share: must be > 0$/],
    [{ type: 'visible', selector: '.x', share: 50 }, /^triggers\[0\]\.share: must be <= 1$/],
    [{ type: 'visit', count: 1.5 }, /^triggers\[0\]\.count: must be integer$/],
    [{ type: 'click', selector: 'x'.repeat(501) }, /must NOT have more than 500 characters$/],
    [{ type: 'exit', seconds: 3 }, /^triggers\[0\]: does not know "seconds"$/],
    [{ type: 'click', selector: '#1' }, /^triggers\[0\]\.selector: "#1" is no CSS selector: "#1" must be followed/],
    [{ type: 'page', on: [] }, /^triggers\[0\]\.on: must NOT have fewer than 1 items$/],
    [
      { type: 'page', on: [{ match: 'regex', value: '(' }] },
      /^triggers\[0\]\.on\[0\]\.value: no regular expression: .*\/\(\//,
    ],
    [{ type: 'page', on: [{ match: 'exact', value: '/a?b=1' }] }, /^triggers\[0\]\.on\[0\]\.value: has a query, which/],
    [{ type: 'page', on: [{ match: 'exact', value: 'a' }] }, /\.value: must begin with "\/" or "http"$/],
    [{ type: 'page', on: [{ match: 'prefix', value: '#/a' }] }, /such as "\/#\/cart"$/],
    [{ type: 'page', on: [{ match: 'query' }] }, /^triggers\[0\]\.on\[0\]: must have required property 'name'$/],
    [{ type: 'page', on: [{ match: 'moon', value: '/' }] }, /^triggers\[0\]\.on\[0\]: .*"match"/],
  ])('are refused with place and reason: %j', (trigger, reason) => {
    expect(problems(trigger)).toEqual([expect.stringMatching(reason)]);
  });
});

describe('a selector', () => {
  it.each([
    'button',
    '*',
    '#buy.now:not(.sold-out) > span',
    'a[href^="https://"], a[download]',
    '[data-label=\'a, "b" ]\'] i',
    '.a ~ .b + .c',
    'li:nth-child(2n + 1)::before',
    '.w-1\\/2',
    '.größe',
    ':is(.a, .b) :has(> img)',
    '[lang|=en i]',
    'svg|a',
  ])('may be %s', (selector) => expect(selectorProblem(selector)).toBeUndefined());

  it.each([
    ' ',
    '.',
    '#',
    '.1st',
    'a,',
    ', a',
    'a,, b',
    '> a',
    'a >',
    'a{b}',
    'a;',
    '<b>',
    '@media',
    '!',
    '//div[@id="x"]',
    'a[href',
    'a]',
    'a[=x]',
    'a:not(.b',
    'a)',
    'a["x]',
    'a:',
    '$(".x")',
  ])('is not %s', (selector) => expect(selectorProblem(selector)).toEqual(expect.any(String)));
});
