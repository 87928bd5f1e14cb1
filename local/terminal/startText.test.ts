import { noScope } from '../../test/fixtures.ts';
import { sampleUsers } from '../cognito/sampleUsers.ts';
import { plain } from './paint.ts';
import { startText } from './startText.ts';
import type { StartTextOptions } from './startText.ts';

const sessionPolicy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"r"}}';
const secretAccessKey = 'secret0123456789secret0123456789secret01';
const sessionToken = `token${'0'.repeat(1_000)}`;

const options = (port: number, columns: number): StartTextOptions => ({
  stack: {
    graphqlUrl: `http://127.0.0.1:${String(port)}/graphql`,
    pageUrl: `http://127.0.0.1:${String(port)}/`,
    awsUrl: 'http://127.0.0.1:4566',
    port,
  },
  users: sampleUsers,
  vend: {
    username: 'member',
    scope: { s3: [{ resource: 'uploads', access: ['READ'] }] },
    limit: 2048,
    uses: [
      { what: 'PUT users/me/hello.txt', status: 200 },
      {
        what: `GET users/${'other'.repeat(20)}/hello.txt`,
        status: 403,
        reason: `User: ${'arn'.repeat(50)} is not authorized because no session policy allows the s3:GetObject action`,
      },
    ],
    answer: {
      vended: {
        vendId: 'v',
        accessKeyId: 'ASIAEXAMPLE',
        secretAccessKey,
        sessionToken,
        expiration: new Date(Date.now() + 3_600_000).toISOString(),
        assumedRoleArn: 'arn',
        region: 'us-east-1',
        scope: noScope,
        sessionPolicy,
        sessionTokenUtilization: 20,
        unusableGrants: [],
      },
    },
  },
  seconds: 1.23,
  paint: plain,
  columns,
});

describe('the start-up text', () => {
  it('says where, who, what was vended and what to try', () => {
    const text = startText(options(4000, 200));
    for (const part of [
      'ready in 1.2 s',
      'http://127.0.0.1:4000/\n',
      'http://127.0.0.1:4000/graphql',
      'http://127.0.0.1:4566',
      'password Local-password-1',
      'member   members            tenant acme',
      'guest    no group           no tenant',
      '{"s3":[{"resource":"uploads","access":["READ"]}]}',
      `${String(sessionPolicy.length)} of 2,048 characters`,
      'ASIAEXAMPLE',
      'secr… (40 characters)',
      'in 60 minutes',
      '  200  PUT users/me/hello.txt',
      'no session policy allows',
      '  curl -s http://127.0.0.1:4000/graphql -H "Authorization: $(npx scopevend token --as member)"',
      '  npm run attack\n',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('holds no secret whole', () => {
    const text = startText(options(4000, 200));
    expect(text).not.toContain(secretAccessKey);
    expect(text).not.toContain(sessionToken.slice(0, 20));
  });

  it('has another port exported once, before the commands', () => {
    const text = startText(options(4100, 200));
    expect(text).toContain('Try next\n  export PORT=4100\n  curl -s http://127.0.0.1:4100/graphql');
    expect(text.match(/PORT=/g)).toHaveLength(1);
    expect(startText(options(4000, 200))).not.toContain('PORT=');
  });

  it.each([80, 100])('keeps to a terminal of %i columns', (columns) => {
    for (const line of startText(options(4000, columns)).split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('shows a refusal where grants.ts no longer grants the sample scope', () => {
    const { vend, ...rest } = options(4000, 100);
    const refused = { errorType: 'NotGranted', errorInfo: null, message: 'No grant of yours.' };
    const text = startText({ ...rest, vend: { ...vend, answer: { refused }, uses: [] } });
    expect(text).toContain('NotGranted No grant of yours.');
    expect(text).not.toContain('Used at once');
  });
});
