/** Runs rows of the matrix: each operation in scope, in the rival's part, and without each access that it needs. */
import type { Denial, Refusal, Row } from './row.ts';
import { outcome, sentence } from './row.ts';

/** Whose part it is that an operation goes to: the caller's own, or the rival's. */
export type Where = 'own' | 'outside';

/** What is particular to a service. */
export interface Columns<Place, Access extends string, State> {
  /** All access values of the service. */
  readonly access: readonly Access[];
  /** The code and status of the service's denials. */
  readonly denial: Pick<Refusal, 'code' | 'status'>;
  /** What the SDK makes of a denial of HEAD, which has no body. */
  readonly headDenial?: Refusal;
  /** A place that nothing was done in, to work in. */
  fresh(access: readonly Access[]): Promise<Place>;
  /** A place where all is refused, with a client that was vended this access, or everything. */
  kept(where: Where, access?: readonly Access[]): Promise<Place>;
  /** What there is in the place, as its owners see it. */
  state(place: Place): Promise<State>;
}

const isDenial = <Place>(never: Denial<Place> | Refusal): never is Denial<Place> => 'on' in never;

export const runRows = <Place, Access extends string, State>(
  rows: readonly Row<Place, Access, State>[],
  { access: all, denial: denied, headDenial, fresh, kept, state }: Columns<Place, Access, State>,
): void => {
  const expected = ({ head, status }: Row<Place, Access, State>, { action, on, why }: Denial<Place>, place: Place) =>
    head === true
      ? headDenial
      : { ...denied, ...(status !== undefined && { status }), message: sentence(action, on(place), why) };

  const states = new Map<Where, State>();
  /** Whether what is kept is still as it was. */
  const isUntouched = async (where: Where, place: Place) => {
    const now = await state(place);
    const before = states.get(where) ?? now;
    // So that one fault is one failure.
    states.set(where, now);
    expect(now).toEqual(before);
  };

  type Denied = Denial<Place> | Refusal;
  const isRefused = async (row: Row<Place, Access, State>, denial: Denied, place: Place) => {
    expect(await outcome(row.send(place))).toEqual(isDenial(denial) ? expected(row, denial, place) : denial);
  };

  beforeAll(async () => {
    for (const where of ['own', 'outside'] as const) await isUntouched(where, await kept(where));
  });

  describe.each(rows.map((row) => ({ name: `${row.operation} ${row.as ?? ''}`.trim(), row })))('$name', ({ row }) => {
    const { needs, never, outside, send, gives, leaves } = row;
    const needed = Object.entries(needs) as [Access, Denial<Place>][];

    if (never === undefined) {
      it('works in scope', async () => {
        const place = await fresh(needed.map(([access]) => access));
        const before = await state(place);
        const ended = await outcome(send(place));
        const answer = 'answer' in ended ? ended.answer : undefined;
        expect(ended).toEqual({ answer: gives === undefined ? answer : gives(place) });
        expect(await state(place)).toEqual((await leaves?.(before, place, answer)) ?? before);
      });
    } else {
      it('is refused in scope', async () => {
        const place = await kept('own');
        await isRefused(row, never, place);
        if (needed.length === 0) for (const access of all) await isRefused(row, never, await kept('own', [access]));
        await isUntouched('own', place);
      });
    }

    it('is denied outside', async () => {
      const place = await kept('outside');
      await isRefused(row, outside, place);
      await isUntouched('outside', place);
    });

    for (const [access, denial] of needed) {
      it(`is denied without ${access}`, async () => {
        const place = await kept(
          'own',
          all.filter((other) => other !== access),
        );
        await isRefused(row, denial, place);
        await isUntouched('own', place);
      });
    }
  });
};
