/** Scopes and grants on one table, for tests. */
import type { Caller } from '../core/caller.ts';
import { VendError } from '../core/errors.ts';
import { planVend, type Plan, type VendService } from '../core/plan.ts';
import type { PolicyDocument, Statement } from '../core/policy/document.ts';
import { guest, serviceWith } from './fixtures.ts';

/** The ARN of the table of test/fixtures.ts. */
export const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes-table';

/** One ask on the table; READ when it does not say otherwise. */
export const notes = (ask: Readonly<Record<string, unknown>>) => ({
  dynamodb: [{ resource: 'notes', access: ['READ'], ...ask }],
});

/** Grants on the table for everyone; READ and WRITE when they do not say otherwise. */
export const granting = (...grants: readonly Readonly<Record<string, unknown>>[]): VendService =>
  serviceWith({
    resources: { notes: { kind: 'dynamodb' } },
    grants: grants.map((grant, at) => ({
      name: `g${String(at)}`,
      to: 'everyone',
      resource: 'notes',
      access: ['READ', 'WRITE'],
      ...grant,
    })),
  });

/** A grant of everything. */
export const whole = granting({ whole: true });

export const plan = (scope: unknown, service: VendService = whole, caller: Caller = guest): Plan =>
  planVend(service, caller, { scope });

export const statementsOf = (...of: Parameters<typeof plan>): readonly Statement[] =>
  [(JSON.parse(plan(...of).sessionPolicy ?? '') as PolicyDocument).Statement].flat();

export const refusalOf = (...of: Parameters<typeof plan>): VendError => {
  try {
    plan(...of);
  } catch (error) {
    if (error instanceof VendError) return error;
    throw error;
  }
  throw new Error('was not refused');
};
