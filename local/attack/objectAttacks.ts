/** Attacks on S3 with credentials that were vended to the attacker, or with changed ones. */
import { createHash } from 'node:crypto';
import { send } from '../calls/http.ts';
import { presignedPath, sendSigned } from '../calls/sendSigned.ts';
import type { Signer } from '../calls/sendSigned.ts';
import type { Attack, Means, Reaction } from './attack.ts';
import { reactionTo, signerOf } from './dataMeans.ts';

const bucketOf = ({ vended }: Means): string => vended.scope.s3[0]?.bucket ?? '';

interface Places {
  /** Path of the bucket. */
  readonly bucket: string;
  /** Path of the attacker's own folder, with a slash at its end. */
  readonly own: string;
  /** Path of somebody else's file, which is there. */
  readonly other: string;
  readonly subs: Means['sub'];
}

const placesOf = (means: Means): Places => {
  const bucket = `/${bucketOf(means)}`;
  const { member, editor } = means.sub;
  return { bucket, own: `${bucket}/users/${member}/`, other: `${bucket}/users/${editor}/hello.txt`, subs: means.sub };
};

interface ObjectCase {
  readonly what: string;
  readonly method?: string;
  readonly path: (places: Places) => string;
  readonly headers?: (places: Places) => Readonly<Record<string, string>>;
  readonly body?: string;
  /** AccessDenied unless said otherwise. */
  readonly refusal?: readonly string[];
  /** The credentials that it is signed with instead of the attacker's own. */
  readonly as?: (signer: Signer) => Signer;
  readonly time?: () => Date;
}

const hello = ({ own }: Places) => `${own}hello.txt`;

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

const objectCases: readonly ObjectCase[] = [
  { what: 'reading another user’s file', path: ({ other }) => other },
  { what: 'whether another user’s file is there: HEAD', method: 'HEAD', path: ({ other }) => other, refusal: ['403'] },
  { what: 'overwriting another user’s file', method: 'PUT', path: ({ other }) => other, body: 'gotcha' },
  { what: 'deleting another user’s file', method: 'DELETE', path: ({ other }) => other },
  {
    what: 'out of the own folder: users/<me>/../<other>/',
    path: ({ own, subs }) => `${own}../${subs.editor}/hello.txt`,
    refusal: ['NoSuchKey', 'AccessDenied'],
  },
  {
    what: 'the same, percent-encoded: %2e%2e',
    path: ({ own, subs }) => `${own}%2e%2e/${subs.editor}/hello.txt`,
    refusal: ['NoSuchKey', 'AccessDenied'],
  },
  { what: 'an encoded slash: users/<other>%2Fhello.txt', path: ({ other }) => other.replace('/hello', '%2Fhello') },
  { what: 'an empty segment: users//<other>/', path: ({ other }) => other.replace('/users/', '/users//') },
  {
    what: 'copying another user’s file to me',
    method: 'PUT',
    path: ({ own }) => `${own}loot.txt`,
    headers: ({ other }) => ({ 'x-amz-copy-source': other }),
  },
  { what: 'listing the bucket', path: ({ bucket }) => `${bucket}?list-type=2` },
  { what: 'listing all users', path: ({ bucket }) => `${bucket}?list-type=2&prefix=users/&delimiter=/` },
  {
    what: 'listing with a prefix that lacks its slash: users/<me>',
    path: ({ bucket, subs }) => `${bucket}?list-type=2&prefix=users/${subs.member}`,
  },
  { what: 'listing all buckets', path: () => '/' },
  {
    what: 'writing where only reading was vended',
    method: 'PUT',
    path: ({ bucket }) => `${bucket}/tenants/acme/shared/x`,
    body: 'x',
  },
  { what: 'another tenant’s folder', path: ({ bucket }) => `${bucket}/tenants/globex/shared/welcome.txt` },
  {
    what: 'making the own file public by an ACL header',
    method: 'PUT',
    path: hello,
    headers: () => ({ 'x-amz-acl': 'public-read' }),
    body: 'x',
  },
  {
    what: 'making it public by PutObjectAcl',
    method: 'PUT',
    path: (places) => `${hello(places)}?acl`,
    headers: () => ({ 'x-amz-acl': 'public-read' }),
  },
  { what: 'reading the bucket’s policy', path: ({ bucket }) => `${bucket}?policy` },
  { what: 'deleting the bucket', method: 'DELETE', path: ({ bucket }) => bucket },
  {
    what: 'a vended key with another secret',
    path: hello,
    as: (signer) => ({ ...signer, secretAccessKey: 'x'.repeat(40) }),
    refusal: ['SignatureDoesNotMatch'],
  },
  {
    what: 'a session token with one character changed',
    path: hello,
    as: (signer) => {
      const token = signer.sessionToken ?? '';
      return { ...signer, sessionToken: token.slice(0, -5) + (token.at(-5) === 'A' ? 'B' : 'A') + token.slice(-4) };
    },
    refusal: ['InvalidToken'],
  },
  {
    what: 'a vended key without its session token',
    path: hello,
    as: ({ sessionToken: _, ...signer }) => signer,
    refusal: ['InvalidAccessKeyId'],
  },
  {
    what: 'a request that was signed an hour ago',
    path: hello,
    time: () => minutesAgo(60),
    refusal: ['RequestTimeTooSkewed'],
  },
];

const asAttack = ({ what, method = 'GET', path, headers, body, refusal, as, time }: ObjectCase): Attack => ({
  what,
  refusal: refusal ?? ['AccessDenied'],
  attempt: async (means) => {
    const places = placesOf(means);
    const signer = as === undefined ? signerOf(means) : as(signerOf(means));
    const asked = {
      service: 's3' as const,
      method,
      path: path(places),
      ...(headers && { headers: headers(places) }),
      ...(body !== undefined && { body }),
    };
    return reactionTo(await sendSigned(signer, asked, time?.()));
  },
});

const plainGet = async ({ stack }: Means, path: string): Promise<Reaction> =>
  reactionTo(await send(stack.awsUrl, { path }));

const deleteTogether: Attack = {
  what: 'deleting a file of mine and one of somebody else’s together',
  refusal: ['AccessDenied'],
  attempt: async (means) => {
    const { bucket, subs } = placesOf(means);
    const keys = [`users/${subs.member}/nothing`, `users/${subs.editor}/hello.txt`];
    const body = `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
    const md5 = createHash('md5').update(body).digest('base64');
    const headers = { 'content-md5': md5, 'content-type': 'application/xml' };
    const answer = await sendSigned(signerOf(means), {
      service: 's3',
      method: 'POST',
      path: `${bucket}?delete`,
      headers,
      body,
    });
    // 200, and an answer for each key.
    const [, refused = ''] = /<Error>(.*?)<\/Error>/s.exec(answer.body) ?? [];
    return refused.includes(subs.editor) ? reactionTo({ ...answer, status: 403, body: refused }) : reactionTo(answer);
  },
};

/** S3. */
export const objectAttacks: readonly Attack[] = [
  ...objectCases.map(asAttack),
  deleteTogether,
  {
    what: 'no signature at all',
    refusal: ['AccessDenied'],
    attempt: (means) => plainGet(means, hello(placesOf(means))),
  },
  {
    what: 'a presigned URL for another user’s file',
    refusal: ['AccessDenied'],
    attempt: (means) => plainGet(means, presignedPath(signerOf(means), placesOf(means).other, 60)),
  },
  {
    what: 'a presigned URL, bent to another file',
    refusal: ['SignatureDoesNotMatch'],
    attempt: (means) => {
      const { own, other } = placesOf(means);
      return plainGet(means, presignedPath(signerOf(means), `${own}hello.txt`, 60).replace(`${own}hello.txt`, other));
    },
  },
  {
    what: 'a presigned URL that has expired',
    refusal: ['AccessDenied'],
    attempt: (means) => plainGet(means, presignedPath(signerOf(means), hello(placesOf(means)), 60, minutesAgo(10))),
  },
];
