/** The example of docs/local.md, run as it stands there: a team's own test that vends and is denied. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { captureLog } from './logWatch.ts';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalStack, startLocalStack } from '@scopevend/local';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ port: 0 });
});
afterAll(() => stack.close());

const post = async <Answer>(url: string, headers: Record<string, string>, body: object) =>
  (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer;

const signIn = async (USERNAME: string) => {
  const { AuthenticationResult } = await post<{ AuthenticationResult: { IdToken: string } }>(
    stack.awsUrl,
    { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    {
      ClientId: stack.service.userPool.client.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: 'Local-password-1' },
    },
  );
  return AuthenticationResult.IdToken;
};

const vend = async (username: string) => {
  type Credentials = Record<'accessKeyId' | 'secretAccessKey' | 'sessionToken', string>;
  const { data } = await post<{ data: { vendCredentials: Credentials } }>(
    stack.graphqlUrl,
    { authorization: await signIn(username), 'content-type': 'application/json' },
    { query: 'mutation { vendCredentials { accessKeyId secretAccessKey sessionToken } }' },
  );
  return data.vendCredentials;
};

it('is denied what the scope does not say', async () => {
  const credentials = await vend('member');
  const s3 = new S3Client({ endpoint: stack.awsUrl, region: 'us-east-1', credentials, forcePathStyle: true });
  const foreign = { Bucket: 'scopevend-dev-uploadsbucket', Key: 'users/somebody-else/x' };
  await expect(s3.send(new GetObjectCommand(foreign))).rejects.toThrow('because no session policy allows');
});

// As far as this docs/local.md has it.
beforeAll(() => {
  captureLog('log');
});

it('stands so in docs/local.md', async () => {
  const [self = ''] = (await readFile(import.meta.filename, 'utf8')).split('\n// As far as this');
  const docs = await readFile(path.resolve(import.meta.dirname, '../docs/local.md'), 'utf8');
  const example = self.slice(self.indexOf('import { GetObjectCommand'));
  expect(docs.replaceAll('\r\n', '\n')).toContain(`\`\`\`ts\n${example.replaceAll('\r\n', '\n')}\`\`\`\n`);
});
