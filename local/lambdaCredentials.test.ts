import { lambdaCredentials } from './lambdaCredentials.ts';

const HOUR = 3_600_000;

it('starts one session, and another one in time before the first expires', async () => {
  let now = 0;
  const started: string[] = [];
  const startFunctionSession = (roleArn: string, name: string) => {
    started.push(`${roleArn} ${name}`);
    return {
      accessKeyId: `key${String(started.length)}`,
      secretAccessKey: '',
      sessionToken: '',
      expiration: new Date(now + HOUR),
    };
  };
  const credentials = lambdaCredentials({ startFunctionSession }, { roleArn: 'role', name: 'fn' }, () => now);
  expect((await credentials()).accessKeyId).toBe('key1');
  now += HOUR - 11 * 60_000;
  expect((await credentials()).accessKeyId).toBe('key1');
  // The SDK takes credentials with less than five minutes left for expired.
  now += 5 * 60_000;
  expect((await credentials()).accessKeyId).toBe('key2');
  expect(started).toEqual(['role fn', 'role fn']);
});
