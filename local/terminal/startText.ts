/** What `npm start` prints once the stack is up: where, who, one vend, and what to try next. */
import type { ScopeInput } from '../../core/schema.ts';
import type { VendAnswer } from '../calls/vendOverHttp.ts';
import type { SampleUser } from '../cognito/sampleUsers.ts';
import { compactJson } from './compactJson.ts';
import type { Paint } from './paint.ts';
import { exportPort } from '../ports.ts';
import type { LocalStack } from '../stack.ts';

/** One use of what was vended, and how AWS took it. */
export interface Use {
  /** As `PUT users/…/hello.txt`. */
  readonly what: string;
  readonly status: number;
  /** AWS's sentence, when it is a refusal. */
  readonly reason?: string;
}

/** What the text is about. */
export interface StartTextOptions {
  readonly stack: Pick<LocalStack, 'graphqlUrl' | 'pageUrl' | 'awsUrl' | 'port'>;
  readonly users: readonly SampleUser[];
  readonly vend: {
    readonly username: string;
    readonly scope: ScopeInput;
    readonly answer: VendAnswer;
    /** The most characters that a session policy may have. */
    readonly limit: number;
    /** What it was then used for; none when it was refused. */
    readonly uses: readonly Use[];
  };
  readonly seconds: number;
  readonly paint: Paint;
  /** Of the terminal, in characters. */
  readonly columns: number;
}

const INDENT = 2;
const LABEL = 17;

const indented = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

const shortened = (secret: string): string => `${secret.slice(0, 4)}… (${String(secret.length)} characters)`;

const minutesUntil = (expiration: string): string =>
  `in ${String(Math.round((Date.parse(expiration) - Date.now()) / 60_000))} minutes`;

const usersText = (users: readonly SampleUser[]): string[] => {
  const groups = users.map((user) => (user.groups.length === 0 ? 'no group' : user.groups.join(', ')));
  const nameWidth = Math.max(...users.map(({ username }) => username.length));
  const groupWidth = Math.max(...groups.map((text) => text.length));
  return users.map(({ username, attributes }, index) => {
    const tenant = attributes['custom:tenant'];
    const of = tenant === undefined ? 'no tenant' : `tenant ${tenant}`;
    return `  ${username.padEnd(nameWidth)}   ${(groups[index] ?? '').padEnd(groupWidth)}   ${of}`;
  });
};

const curl = ({ graphqlUrl }: StartTextOptions['stack'], columns: number): string => {
  const parts = [
    `curl -s ${graphqlUrl}`,
    '-H "Authorization: $(npx scopevend token --as member)"',
    `-H 'Content-Type: application/json'`,
    `-d '{"query":"{ myGrants { name s3 { bucket prefix access } } }"}'`,
  ];
  const line = parts.join(' ');
  return line.length + INDENT <= columns ? line : parts.join(' \\\n    ');
};

/** In lines of at most so many characters; words that are longer are cut. */
const wrapped = (text: string, width: number): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => long.match(new RegExp(`.{1,${String(width)}}`, 'g')) ?? [])) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
};

const usesText = (uses: readonly Use[], { paint, width }: { paint: Paint; width: number }): string[] =>
  uses.flatMap(({ what, status, reason }) => [
    `  ${paint(status < 400 ? 'green' : 'red', String(status))}  ${indented(wrapped(what, width), 7)}`,
    ...(reason === undefined ? [] : [`       ${paint('dim', indented(wrapped(reason, width), 7))}`]),
  ]);

type Row = (label: string, value: string) => string;

const answerText = (
  { answer, limit }: StartTextOptions['vend'],
  { row, width }: { row: Row; width: number },
): string[] => {
  if ('refused' in answer) return [row('refused', `${answer.refused.errorType ?? ''} ${answer.refused.message}`)];
  const { sessionPolicy, accessKeyId, secretAccessKey, sessionToken, expiration } = answer.vended;
  const policy = sessionPolicy ?? '';
  return [
    row('session policy', `${String(policy.length)} of ${limit.toLocaleString('en')} characters`),
    `    ${indented(compactJson(JSON.parse(policy), width + LABEL - INDENT), 4)}`,
    row('access key ID', accessKeyId),
    row('secret', shortened(secretAccessKey)),
    row('session token', shortened(sessionToken)),
    row('expires', `${expiration}, ${minutesUntil(expiration)}`),
  ];
};

/** The text, with a newline at its end. */
export const startText = ({ stack, users, vend, seconds, paint, columns }: StartTextOptions): string => {
  const row: Row = (label, value) => `  ${paint('dim', label.padEnd(LABEL))}${indented(value, INDENT + LABEL)}`;
  const width = Math.max(40, Math.min(columns, 120)) - INDENT - LABEL;
  return `${[
    `${paint('green', '✓')} ${paint('bold', 'Scopevend runs on this machine')}${paint('dim', `, ready in ${seconds.toFixed(1)} s`)}`,
    '',
    row('GraphiQL', paint('cyan', stack.pageUrl)),
    row('GraphQL API', paint('cyan', stack.graphqlUrl)),
    row('AWS endpoint', `${paint('cyan', stack.awsUrl)}   S3, DynamoDB, STS, Cognito`),
    '',
    `${paint('bold', 'Sample users')}${paint('dim', `, password ${users[0]?.password ?? ''}`)}`,
    ...usersText(users),
    '',
    `${paint('bold', 'One vend')}${paint('dim', `, just made over HTTP by ${vend.username}`)}`,
    row('scope', JSON.stringify(vend.scope)),
    ...answerText(vend, { row, width }),
    '',
    ...(vend.uses.length === 0
      ? []
      : [
          `${paint('bold', 'Used at once')}${paint('dim', ', signed with these credentials')}`,
          ...usesText(vend.uses, { paint, width: width + INDENT + LABEL - 7 }),
          '',
        ]),
    paint('bold', 'Try next'),
    ...exportPort(stack.port).map((line) => `  ${line}`),
    `  ${curl(stack, columns)}`,
    '  npx scopevend grants --as rival',
    `  npx scopevend vend '{"role":"reporting"}' --as editor`,
    '  npx scopevend explain --as rival s3:GetObject uploads/tenants/acme/x',
    '  npx scopevend exec --as member -- aws sts get-caller-identity',
    '  npm run attack',
    '',
    paint('dim', 'Ctrl-C stops it. Below is what the functions log.'),
  ].join('\n')}\n`;
};
