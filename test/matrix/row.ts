/** What a row of the matrix says: one operation, how it is sent, what it needs, and what comes back without that. */

/** What a refused call comes back with. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** An action that is not allowed on a resource, and AWS's words for why. */
export interface Denial<Place> {
  readonly action: string;
  readonly on: (place: Place) => string;
  readonly why: string;
}

/** One operation × (in scope, outside, wrong access). */
export interface Row<Place, Access extends string, State> {
  /** The name in the gate's own table. */
  readonly operation: string;
  /** What this row does with it, when there are several. */
  readonly as?: string;
  /** Access value → the denial without it. */
  readonly needs: Readonly<Partial<Record<Access, Denial<Place>>>>;
  /** The denial in the rival's part, to a session that was vended everything. */
  readonly outside: Denial<Place>;
  /** What comes even in scope, of an operation that no scope allows. */
  readonly never?: Denial<Place> | Refusal;
  /** Whether the answer to it has no body. */
  readonly head?: boolean;
  /** The status of a denial, when it is not the service's own. */
  readonly status?: number;
  readonly send: (place: Place) => Promise<unknown>;
  /** What it answers in scope. */
  readonly gives?: (place: Place) => unknown;
  /** What it leaves in scope; everything as it was when left out. */
  readonly leaves?: (before: State, place: Place, answer: unknown) => State | Promise<State>;
}

/** `because no session policy allows the s3:GetObject action` */
export const bySession = <Place>(action: string, on: Denial<Place>['on']): Denial<Place> => ({
  action,
  on,
  why: `because no session policy allows the ${action} action`,
});

/** The Vend policy denies every action that no scope needs, and an explicit deny is named first. */
export const byVendPolicy = <Place>(action: string, on: Denial<Place>['on']): Denial<Place> => ({
  action,
  on,
  why: 'with an explicit deny in an identity-based policy',
});

/** A refusal that no SDK made an error of. */
export class Refused extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  constructor(code: string, httpStatusCode: number, message: string) {
    super(message);
    this.name = code;
    this.$metadata = { httpStatusCode };
  }
}

/** How a call ends: what it answers, or how it is refused. Anything else that goes wrong is thrown. */
export const outcome = (call: Promise<unknown>): Promise<{ readonly answer: unknown } | Refusal> =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => {
      if (!(error instanceof Error)) throw error;
      const { httpStatusCode } = ((error as Partial<Refused>).$metadata ?? {}) as Partial<Refused['$metadata']>;
      if (httpStatusCode === undefined) throw error;
      return { code: error.name, status: httpStatusCode, message: error.message };
    },
  );

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Matches AWS's sentence for a vended session. */
export const sentence = (action: string, resource: string, why: string): unknown =>
  expect.stringMatching(
    `^User: arn:aws:sts::\\d{12}:assumed-role/[\\w-]*[Vv]end[\\w-]*/[\\w-]{2,64} is not authorized to perform: ${escaped(`${action} on resource: ${resource} ${why}`)}$`,
  );
