/** Statements as rectangles of the table of actions × resources: exact, and the cheapest that there is in small tables. */
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { cover, type Rectangle } from './cover.ts';

const table = (cells: Readonly<Record<string, string>>) =>
  new Map(Object.entries(cells).map(([column, actions]) => [column, new Set(actions.split(' '))]));

const cellsOf = (rectangles: readonly Rectangle[]) =>
  new Set(
    rectangles.flatMap(({ actions, columns }) =>
      columns.flatMap((column) => actions.map((action) => `${action} ${column}`)),
    ),
  );

const listCost = (texts: readonly string[]) => texts.reduce((sum, text) => sum + JSON.stringify(text).length + 1, 0);
const costOf = (rectangles: readonly Rectangle[], statement: number) =>
  rectangles.reduce((sum, { actions, columns }) => sum + statement + listCost(actions) + listCost(columns), 0);

const sorted = (rectangles: readonly Rectangle[]) =>
  rectangles
    .map(({ actions, columns }) => `${[...actions].sort().join(' ')} | ${[...columns].sort().join(' ')}`)
    .sort();

const long = (name: string) => name.repeat(60);

describe('cover', () => {
  it.each<{ why: string; cells: Readonly<Record<string, string>>; rectangles: readonly string[] }>([
    { why: 'nothing for nothing', cells: {}, rectangles: [] },
    { why: 'one statement where all are alike', cells: { r: 'A B', s: 'B A' }, rectangles: ['A B | r s'] },
    {
      why: 'long columns once, with a statement for each set of actions',
      cells: { [long('r')]: 'A B', [long('s')]: 'A', [long('t')]: 'B' },
      rectangles: [`A B | ${long('r')}`, `A | ${long('s')}`, `B | ${long('t')}`],
    },
    {
      why: 'long actions once, with short columns twice',
      cells: { r: `${long('A')} ${long('B')}`, s: long('A'), t: long('B') },
      rectangles: [`${long('A')} | r s`, `${long('B')} | r t`],
    },
    {
      why: 'what all share in one statement, what one has besides in another',
      cells: { r: `${long('A')} B`, s: long('A'), t: long('A') },
      rectangles: [`${long('A')} | r s t`, 'B | r'],
    },
  ])('gives $why', ({ cells, rectangles }) => {
    expect(sorted(cover(table(cells), 42))).toEqual([...rectangles].sort());
  });

  const anyTable = fc
    .dictionary(
      fc.stringMatching(/^r[a-z]{0,40}$/),
      fc.uniqueArray(fc.constantFrom('A', 'Bbbbbbbbbb', 'C', 'Dddddddddddddddddddddd', 'E'), { minLength: 1 }),
      { maxKeys: 12 },
    )
    .map((cells) => new Map(Object.entries(cells).map(([column, actions]) => [column, new Set(actions)])));

  it('marks exactly the cells of the table', () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 0, max: 300 }), (cells, statement) => {
        const wanted = [...cells].flatMap(([column, actions]) => [...actions].map((action) => `${action} ${column}`));
        expect([...cellsOf(cover(cells, statement))].sort()).toEqual(wanted.sort());
      }),
      runs(100),
    );
  });

  it('is never dearer than a statement a set of actions, nor than a statement an action', () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 0, max: 300 }), (cells, statement) => {
        const byActions = new Map<string, string[]>();
        const byAction = new Map<string, string[]>();
        for (const [column, actions] of cells) {
          const alike = [...actions].sort().join(' ');
          byActions.set(alike, [...(byActions.get(alike) ?? []), column]);
          for (const action of actions) byAction.set(action, [...(byAction.get(action) ?? []), column]);
        }
        const shape = (rows: ReadonlyMap<string, string[]>) =>
          [...rows].map(([actions, columns]) => ({ actions: actions.split(' '), columns }));
        const cost = costOf(cover(cells, statement), statement);
        expect(cost).toBeLessThanOrEqual(costOf(shape(byActions), statement));
        expect(cost).toBeLessThanOrEqual(costOf(shape(byAction), statement));
      }),
      runs(100),
    );
  });
});
