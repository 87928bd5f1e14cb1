/** What is in the zips runs, on Lambda's version of Node: resolvers and functions as they were packaged, from sign-in to S3. */
import { setTimeout } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { signIn } from '../../local/calls/signIn.ts';
import { send } from '../../local/calls/http.ts';
import { vendOverHttp } from '../../local/calls/vendOverHttp.ts';
import { sampleUsers } from '../../local/cognito/sampleUsers.ts';
import { metricsIn } from '../embeddedMetrics.ts';
import { secretIn } from '../logWatch.ts';
import { refusal } from '../vendedStack.ts';
import { isLambdaNode } from './lambdaNode.ts';
import { startZipStack } from './zipStack.ts';

const user = sampleUsers[0];
if (user === undefined) throw new Error('There are no sample users.');

let world: Awaited<ReturnType<typeof startZipStack>>;
let token: string;

beforeAll(async () => {
  world = await startZipStack();
  const { awsUrl, service } = world.stack;
  ({ accessToken: token } = await signIn({ awsUrl, clientId: service.userPool.client.id }, user));
}, 180_000);
afterAll(() => world.close());

it(
  isLambdaNode
    ? "runs on Lambda's version of Node"
    : `runs on Node ${process.version}: npm run test:zip installs Lambda's own, on Linux on x64`,
  async () => {
    const { version } = await world.function('vend');
    expect(version).toMatch(isLambdaNode ? /^v24\./ : /^v\d+\./);
    if (process.env['CI'] === 'true' && process.platform === 'linux' && process.arch === 'x64')
      expect(isLambdaNode).toBe(true);
  },
);

it('puts the tenant into tokens by the trigger of the zip', () => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { tenant?: unknown };
  expect(claims.tenant).toEqual(expect.any(String));
});

it('vends credentials that S3 takes for what was asked, and for nothing else', async () => {
  const answer = await vendOverHttp({ graphqlUrl: world.stack.graphqlUrl, token });
  if ('refused' in answer) throw new Error(answer.refused.message);
  const { accessKeyId, secretAccessKey, sessionToken, scope } = answer.vended;
  const [{ bucket, prefix } = { bucket: '', prefix: '' }] = scope.s3;
  const s3 = new S3Client({
    endpoint: world.stack.awsUrl,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
  const [mine, foreign] = [`${String(prefix)}zip.txt`, 'users/somebody-else/zip.txt'];
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: mine, Body: 'from the zip' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: mine }));
  expect(await Body?.transformToString()).toBe('from the zip');
  expect(await refusal(s3.send(new PutObjectCommand({ Bucket: bucket, Key: foreign, Body: 'x' })))).toBe(
    'AccessDenied',
  );
  s3.destroy();
  // The call that warmed up came first.
  expect(world.calls).toEqual(['GetCallerIdentity Success', 'AssumeRole Success']);
});

it('refuses a scope that no grant covers, and a token of nobody, without a call to STS', async () => {
  const before = world.calls.length;
  const foreign = { s3: [{ resource: 'uploads', prefix: 'users/somebody-else/', access: ['READ'] }] };
  expect(await vendOverHttp({ graphqlUrl: world.stack.graphqlUrl, token }, { scope: foreign })).toMatchObject({
    refused: { errorType: 'NotGranted' },
  });
  // AppSync would stop a forged token before the function: here the function itself does.
  const zip = await world.function('vend');
  const event = { field: 'vendCredentials', arguments: {}, authorization: `${token.slice(0, -8)}AAAAAAAA` };
  expect(await zip.invoke(event, { awsRequestId: 'forged' })).toMatchObject({ error: { code: 'Unauthorized' } });
  expect(world.calls.length).toBe(before);
});

it('previews by the zip of a function that can assume nothing', async () => {
  const query = '{ myGrants { name } previewCredentials { sessionPolicy } }';
  const { body } = await send(world.stack.graphqlUrl, {
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = JSON.parse(body) as {
    data?: { myGrants: unknown[]; previewCredentials: { sessionPolicy: string } };
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  expect(data?.myGrants.length).toBeGreaterThan(0);
  expect(data?.previewCredentials.sessionPolicy).toContain('s3:PutObject');
  expect((await world.function('preview')).log.join('')).toContain('"answered"');
});

it('vends after a freeze in which its connections ended', async () => {
  const zip = await world.function('vend');
  const before = world.calls.length;
  await zip.frozen(world.disconnect);
  expect(await vendOverHttp({ graphqlUrl: world.stack.graphqlUrl, token })).toMatchObject({
    vended: { accessKeyId: expect.any(String) as unknown },
  });
  expect(world.calls.slice(before)).toEqual(['AssumeRole Success']);
});

it('writes lines that CloudWatch finds metrics in, without what Lambda puts before those of the console', async () => {
  // What a function writes can come later than its answer. Where warming up took too long there is a line more, without a vend id.
  const linesOf = async (key: string, howMany: number): Promise<readonly string[]> => {
    const { log } = await world.function(key);
    const written = () => log.join('').split('\n').slice(0, -1);
    const ofCalls = () => written().filter((line) => line.includes('"vendId"'));
    for (let wait = 0; wait < 100 && ofCalls().length < howMany; wait += 1) await setTimeout(20);
    return ofCalls();
  };
  const metrics = (await linesOf('vend', 4)).map((line) => metricsIn(line).map(({ name }) => name));
  const vended = ['Vends', 'StsLatency', 'PolicyCharacters', 'TokenUtilization'];
  expect(metrics).toEqual([vended, ['Refusals'], ['Refusals'], vended]);
  const [line = ''] = await linesOf('preview', 1);
  expect(JSON.parse(line)).toMatchObject({ outcome: 'answered', level: 'INFO', sub: expect.any(String) as unknown });
});

it('logs no secret', async () => {
  const lines = (await Promise.all(['vend', 'preview', 'preTokenGeneration'].map(world.function))).flatMap(
    ({ log }) => log,
  );
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(secretIn(line)).toBeUndefined();
});
