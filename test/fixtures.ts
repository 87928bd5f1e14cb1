/** Callers, grants and a deployment for tests. */
import { type Caller, callerOf } from '../core/caller.ts';
import { compileGrants } from '../core/compileGrants.ts';
import type { GrantsDeclaration } from '../core/grants.ts';
import type { VendService } from '../core/plan.ts';
import type { Context } from '../core/policy/evaluate.ts';
import type { Deployment } from '../core/resources.ts';
import type { Grant, Scope } from '../core/schema.ts';
import { services } from '../core/scopes/index.ts';
import type { SessionTag } from '../core/sessionTags.ts';
import sample from '../grants.ts';

export const deployment: Deployment = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  vendRoleArn: 'arn:aws:iam::123456789012:role/vend',
};

/** RESOURCES for the sample's aliases, and for a few that tests add. */
export const resources = {
  uploads: { name: 'uploads-bucket' },
  archive: { name: 'archive-bucket', region: 'eu-west-1' },
  foreign: {
    name: 'foreign-bucket',
    account: '210987654321',
    vendRoleArn: 'arn:aws:iam::210987654321:role/other-vend',
    externalId: 'as-agreed',
  },
  notes: { name: 'notes-table' },
  reporting: { name: 'arn:aws:iam::123456789012:role/reporting' },
};

/** The service with the sample's grants, or others. */
export const serviceWith = (grants: unknown = sample): VendService => ({
  deployment,
  grants: compileGrants(grants, resources, deployment),
});

/** One grant on one bucket, for everyone. */
export const grantOn = (grant: Readonly<Record<string, unknown>>): unknown => ({
  resources: { uploads: { kind: 's3' } },
  grants: [
    { name: 'only', to: 'everyone', resource: 'uploads', access: ['READ', 'WRITE', 'DELETE', 'LIST'], ...grant },
  ],
});

export const SUB = '5b2e1c5a-9c1f-4e55-8a26-3d0c6a1f2b7d';

/** The payload of an access token, as if verified. */
export const payload = (claims: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Pool',
  sub: SUB,
  token_use: 'access',
  username: 'someone',
  ...claims,
});

/** A caller with these claims. */
export const callerWith = (claims: Readonly<Record<string, unknown>> = {}): Caller => callerOf(payload(claims));

export const member = callerWith({ 'cognito:groups': ['members'], tenant: 'acme' });
export const editor = callerWith({ 'cognito:groups': ['members', 'editors'], tenant: 'acme' });
export const guest = callerWith();

/** Session tags as the condition keys of a request with the vended credentials. */
export const tagContext = (tags: readonly SessionTag[]): Context =>
  Object.fromEntries(tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]));

/** A scope of nothing, as answers show it. */
export const noScope = Object.fromEntries([
  ...services.map(({ name }) => [name, []]),
  ['role', null],
]) as unknown as Scope;

/** The parts of a grant on nothing, as answers show it, and no conditions. */
export const noPart = Object.fromEntries([
  ...services.map(({ name }) => [name, null]),
  ['role', null],
  ['conditions', null],
]) as unknown as Pick<Grant, keyof Scope | 'conditions'>;

/** The sample's declaration, for tests that change one thing in it. */
export const sampleGrants: GrantsDeclaration = sample as unknown as GrantsDeclaration;
