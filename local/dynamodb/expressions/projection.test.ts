import { item, messageOf, placeholders } from './fixture.ts';
import { project } from './project.ts';
import { parseProjection } from './projection.ts';
import { ofPaths } from './touched.ts';

describe('a projection', () => {
  it.each([
    ['a', { a: item.a }],
    ['absent, #dots', { 'x.y': item['x.y'] }],
    ['l[2], l[0]', { l: { L: [{ S: 'zero' }, { S: 'two' }] } }],
    ['l[1].k, m.k.deep', { l: { L: [item.l.L[1]] }, m: item.m }],
    ['m.nope, a.k, l[9]', {}],
  ])('of %s', (expression, expected) => {
    const paths = parseProjection(expression, placeholders());
    expect(project(item, paths)).toEqual(expected);
  });

  it('names top-level attributes', () => {
    expect(ofPaths(parseProjection('m.k, #dots, l[0]', placeholders()))).toEqual(['m', 'x.y', 'l']);
  });

  it.each([
    ['a, a', /paths overlap .* path one: \[a\], path two: \[a\]/],
    ['m, m.k', /paths overlap/],
    ['m.k.deep, m.k', /paths overlap/],
    ['m.k, m[0]', /paths conflict/],
    ['a,', /Syntax error/],
    ['a b', /Syntax error/],
    ['*', /Syntax error/],
    ['size(a)', /reserved keyword: size/],
    [':s', /Syntax error/],
  ])('refuses %s', (expression, message) => {
    expect(messageOf(() => parseProjection(expression, placeholders()))).toEqual(expect.stringMatching(message));
  });
});
