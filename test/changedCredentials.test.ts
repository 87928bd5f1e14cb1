/** Vended credentials that are changed, mixed up or too old, and what AWS's own clients then see. */
import { jest } from '@jest/globals';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { captureLog } from './logWatch.ts';
import { refusal, startVendedStack, subOf } from './vendedStack.ts';
import type { Credentials } from './vendedStack.ts';

let running: Awaited<ReturnType<typeof startVendedStack>>;
let vended: Credentials;
let Bucket: string;
let TableName: string;
const own = subOf('member');

beforeAll(async () => {
  captureLog('log');
  running = await startVendedStack();
  ({ Bucket, TableName } = running);
  vended = await running.vend('member');
});

afterAll(async () => {
  jest.restoreAllMocks();
  await running.close();
});

describe('credentials that are', () => {
  const changed = (token: string) => token.slice(0, -5) + (token.at(-5) === 'A' ? 'B' : 'A') + token.slice(-4);

  it.each<{ why: string; of: () => Credentials; s3: string; dynamodb: string }>([
    {
      why: 'without the right secret',
      of: () => ({ ...vended, secretAccessKey: 'x'.repeat(40) }),
      s3: 'SignatureDoesNotMatch',
      dynamodb: 'InvalidSignatureException',
    },
    {
      why: 'tampered with in the session token',
      of: () => ({ ...vended, sessionToken: changed(vended.sessionToken) }),
      s3: 'InvalidToken',
      dynamodb: 'UnrecognizedClientException',
    },
    {
      why: 'of nobody here',
      of: () => ({ ...vended, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }),
      s3: 'InvalidAccessKeyId',
      dynamodb: 'UnrecognizedClientException',
    },
  ])('$why', async ({ of, s3: code, dynamodb }) => {
    const credentials = of();
    const Key = `users/${own}/hello.txt`;
    expect(await refusal(running.s3As(credentials).send(new GetObjectCommand({ Bucket, Key })))).toBe(code);
    const note = new GetCommand({ TableName, Key: { owner: own, id: 'first' } });
    expect(await refusal(running.notesAs(credentials).send(note))).toBe(dynamodb);
  });

  it('with another session’s token', async () => {
    const { sessionToken } = await running.vend('rival');
    const Key = `users/${own}/hello.txt`;
    expect(await refusal(running.s3As({ ...vended, sessionToken }).send(new GetObjectCommand({ Bucket, Key })))).toBe(
      'InvalidToken',
    );
  });

  it('expired', async () => {
    await running.later(3_601_000, async () => {
      const Key = `users/${own}/hello.txt`;
      expect(await refusal(running.s3As(vended).send(new GetObjectCommand({ Bucket, Key })))).toBe('ExpiredToken');
      const note = new GetCommand({ TableName, Key: { owner: own, id: 'first' } });
      expect(await refusal(running.notesAs(vended).send(note))).toBe('ExpiredTokenException');
    });
  });
});
