/** The asks of a yardstick as this project packs them, each policy proven before it counts. */
import { callerOf } from '../../core/caller.ts';
import { compileGrants } from '../../core/compileGrants.ts';
import { VendError } from '../../core/errors.ts';
import { decideVend } from '../../core/plan.ts';
import type { PolicyDocument } from '../../core/policy/document.ts';
import { compilePolicies, evaluate } from '../../core/policy/evaluate.ts';
import { means } from '../../core/policy/unpack.ts';
import type { PackedPolicy } from '../../core/policy/withTags.ts';
import { type Room, sessionPolicy, statedPermissions } from '../../core/sessionPolicy.ts';
import { assert } from '../measure.ts';
import { asked, deployment, neighbours } from './requests.ts';
import { BUCKET, TABLE, type YardstickAsk } from './yardstick.ts';

// The identity tags are those of grants.ts: vend:sub and vend:tenant.
const grants = compileGrants(
  {
    resources: { uploads: { kind: 's3' }, notes: { kind: 'dynamodb' } },
    sessionTags: { tenant: '${claims.tenant}' },
    grants: [
      {
        name: 'files',
        to: 'everyone',
        resource: 'uploads',
        whole: true,
        access: ['READ', 'WRITE', 'DELETE', 'LIST'],
      },
      { name: 'items', to: 'everyone', resource: 'notes', whole: true, access: ['READ', 'WRITE'] },
    ],
  },
  { uploads: { name: BUCKET }, notes: { name: TABLE } },
  deployment,
);

const caller = callerOf({
  iss: 'https://issuer',
  sub: 'c1f2a7de-58b3-4f0e-9d6b-7a90e4c3b512',
  token_use: 'access',
  username: 'x',
  tenant: 'acme',
});

const scopeOf = (asks: readonly YardstickAsk[]) => {
  const s3: unknown[] = [];
  const dynamodb: unknown[] = [];
  for (const ask of asks) {
    if ('key' in ask) dynamodb.push({ resource: 'notes', leadingKeys: [ask.key], access: ask.access });
    else s3.push({ resource: 'uploads', prefix: `${ask.prefix}/`, access: ask.access });
  }
  return { ...(s3.length > 0 && { s3 }), ...(dynamodb.length > 0 && { dynamodb }) };
};

/** How a policy is packed, by the room that is left to it. */
export type Packing = (room: Room) => Room;

/** Without session tags. */
export const inline: Packing = (room) => ({ ...room, tags: 0 });
/** With those of the 50 tags that the caller's own leave, whatever the session token makes of them. */
export const tagged: Packing = (room) => ({ ...room, tokenBytes: Infinity });
/** As a vend does it: with tags only where the session token is sure to have room. */
export const asVended: Packing = (room) => room;

const proveExact = (packed: PackedPolicy, asks: readonly YardstickAsk[]): void => {
  const policy = compilePolicies(JSON.parse(packed.text) as PolicyDocument, 'identity');
  const tags = Object.fromEntries(packed.tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]));
  const judge = (request: ReturnType<typeof asked>[number]) =>
    evaluate(policy, { ...request, context: { ...request.context, ...tags } });
  for (const ask of asks) {
    assert(
      asked(ask).every((request) => judge(request) === 'Allow'),
      `the policy allows ${JSON.stringify(ask)}`,
    );
    assert(
      neighbours(ask).every((request) => judge(request) === 'ImplicitDeny'),
      `the policy allows no neighbour of ${JSON.stringify(ask)}`,
    );
  }
};

/**
 * The asks as one policy, proven to mean exactly them; undefined when they do not fit.
 *
 * @param tokenOverhead what a session token is assumed to have besides what a vend puts into it, in bytes
 */
export const packOurs = (
  asks: readonly YardstickAsk[],
  packing: Packing,
  tokenOverhead: number,
): PackedPolicy | undefined => {
  const { parts, room } = decideVend({ deployment, grants, tokenOverhead }, caller, { scope: scopeOf(asks) });
  try {
    const packed = sessionPolicy(parts, packing(room));
    assert(means(packed, statedPermissions(parts)), 'the policy unpacks to the asks');
    proveExact(packed, asks);
    return packed;
  } catch (error) {
    if (error instanceof VendError && error.code === 'ScopeTooLarge') return undefined;
    throw error;
  }
};
