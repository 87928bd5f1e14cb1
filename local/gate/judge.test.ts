/** Role policies, session policy and resource policy decide together, and a denial says which one it was, as AWS does. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import { policy, role } from '../sts/fixture.ts';
import { sessionIdentity } from '../sts/session.ts';
import { authenticator, now, session } from './fixture.ts';
import { judge } from './judge.ts';
import type { Question } from './judge.ts';

const object = 'arn:aws:s3:::bucket/key*?${}';
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/notes';
const allow = (Action: string, Resource = '*', Condition = {}) =>
  policy({ Effect: 'Allow', Action, Resource, Condition });
const deny = (Action: string) => policy({ Effect: 'Deny', Action, Resource: '*' });
const everyone = { Principal: '*', Effect: 'Allow', Action: '*' } as const;

interface Case {
  readonly why: string;
  readonly identity?: PolicyDocument;
  readonly narrowed?: PolicyDocument;
  readonly resource?: PolicyDocument;
  readonly question?: Partial<Question>;
  /** What the error says after the resource; undefined where the request passes. */
  readonly denied?: string;
}

const ask = ({ identity = allow('*'), narrowed, resource, question }: Case) => {
  const caller = {
    ...session('mine'),
    ...sessionIdentity(role('VendRole', policy(), { policies: [identity] }), 'mine'),
    sessionPolicy: narrowed,
    tags: new Map([['vend:sub', 'me']]),
    sourceIdentity: 'me',
  };
  const { region, clock } = authenticator;
  const resourcePolicies = new Map(
    resource ? ['arn:aws:s3:::bucket', table].map((arn) => [arn, resource] as const) : [],
  );
  judge({ region, clock, resourcePolicies }, caller, {
    action: 's3:GetObject',
    resource: object,
    context: { 's3:authType': 'REST-HEADER' },
    ...question,
  });
};

const keys = {
  'aws:PrincipalTag/vend:sub': 'me',
  'aws:SourceIdentity': 'me',
  'aws:SecureTransport': 'true',
  'aws:PrincipalArn': 'arn:aws:iam::000000000000:role/VendRole',
  'aws:CurrentTime': new Date(now).toISOString(),
  's3:authType': 'REST-HEADER',
};
const named = (Resource: string) => policy({ ...everyone, Resource });

it.each<Case>([
  { why: 'the role and no session policy' },
  { why: 'both', narrowed: allow('s3:GetObject', 'arn:aws:s3:::bucket/*') },
  { why: 'the context of caller and request', narrowed: allow('*', '*', { StringEquals: keys }) },
  { why: 'a bucket policy for everyone', identity: allow('s3:List*'), resource: named('arn:aws:s3:::bucket/*') },
  {
    why: 'a table policy, for an index',
    identity: allow('s3:*'),
    resource: named(`${table}/index/*`),
    question: { action: 'dynamodb:Query', resource: `${table}/index/byDate` },
  },
])('passes what is allowed by $why', (given) => {
  expect(() => {
    ask(given);
  }).not.toThrow();
});

const no = 'allows the s3:GetObject action';
it.each<Case>([
  {
    why: 'the role allows something else',
    identity: allow('s3:PutObject'),
    denied: `because no identity-based policy ${no}`,
  },
  {
    why: 'the session policy allows something else',
    narrowed: allow('s3:PutObject'),
    denied: `because no session policy ${no}`,
  },
  {
    why: 'the role denies',
    identity: policy({ Effect: 'Deny', Action: '*', Resource: '*' }, { Effect: 'Allow', Action: '*', Resource: '*' }),
    denied: 'with an explicit deny in an identity-based policy',
  },
  { why: 'the session policy denies', narrowed: deny('*'), denied: 'with an explicit deny in a session policy' },
  {
    why: 'the bucket policy denies',
    resource: policy({ ...everyone, Effect: 'Deny', Resource: '*' }),
    denied: 'with an explicit deny in a resource-based policy',
  },
  {
    why: 'a wildcard in the key is not one in the policy',
    narrowed: allow('*', 'arn:aws:s3:::bucket/key'),
    denied: `because no session policy ${no}`,
  },
])('denies when $why', ({ denied = '', ...given }) => {
  const message = `User: arn:aws:sts::000000000000:assumed-role/VendRole/mine is not authorized to perform: s3:GetObject on resource: "${object}" ${denied}`;
  expect(() => {
    ask(given);
  }).toThrow(expect.objectContaining({ code: 'AccessDenied', status: 403, message }));
});

it('denies in the words of DynamoDB', () => {
  const message = `User: arn:aws:sts::000000000000:assumed-role/VendRole/mine is not authorized to perform: dynamodb:Scan on resource: ${table} because no identity-based policy allows the dynamodb:Scan action`;
  expect(() => {
    ask({ why: '', identity: allow('s3:*'), question: { action: 'dynamodb:Scan', resource: table } });
  }).toThrow(expect.objectContaining({ code: 'AccessDeniedException', status: 400, message }));
});

it('believes itself, not the request, of who calls', () => {
  const question = { context: { 'aws:SourceIdentity': 'rival', 'aws:PrincipalTag/vend:sub': 'rival' } };
  const narrowed = allow('*', '*', { StringEquals: { 'aws:SourceIdentity': 'rival' } });
  expect(() => {
    ask({ why: '', narrowed, question });
  }).toThrow('because no session policy');
});
