/** The commands and their options: what the command line takes, and what --help says. */
import type { Invocation, Options } from './invocation.ts';

/** An option, as it is typed and as it is explained. */
export interface OptionText {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What stands behind it, in the help. */
  readonly value?: string;
  readonly text: string;
}

/** Every option. */
export const OPTIONS: Readonly<Record<keyof Options, OptionText>> = {
  as: {
    type: 'string',
    multiple: true,
    value: 'USER',
    text: 'ask as a sample user of the local stack: member, editor, rival or guest. PORT says where it is, 4000 unless set',
  },
  profile: { type: 'string', value: 'NAME', text: 'which sign-in; SCOPEVEND_PROFILE otherwise, or "default"' },
  endpoint: {
    type: 'string',
    value: 'URL',
    text: "the service's GraphQL URL, in the place of the one that login kept",
  },
  scope: {
    type: 'string',
    value: 'SCOPE',
    text: 'what the credentials are for: JSON, or @FILE. Everything when left out',
  },
  duration: { type: 'string', value: 'SECONDS', text: 'how long they live: 900 to 3600. The longest when left out' },
  context: {
    type: 'string',
    value: 'JSON',
    text: 'condition keys of the requests, as \'{"s3:prefix":"a/"}\'; or @FILE',
  },
  json: { type: 'boolean', text: 'the answer as JSON, as everywhere but on a terminal; a refusal is JSON too' },
  env: { type: 'boolean', text: 'lines for a shell: eval "$(scopevend vend --env)"' },
  whole: { type: 'boolean', text: "with --as session only: an IAM user's whole permissions, never a scope" },
  access: { type: 'boolean', text: 'the access token, in the place of the ID token' },
  token: { type: 'string', value: '-', text: 'keep a token that is pasted or piped in, in the place of a password' },
  user: { type: 'string', value: 'NAME', text: 'who signs in; asked for when left out' },
  region: { type: 'string', value: 'REGION', text: "the user pool's Region, if its id does not say it" },
  'user-pool-id': { type: 'string', value: 'ID', text: 'the Cognito user pool. Kept, like all of these' },
  'client-id': { type: 'string', value: 'ID', text: 'the app client of the user pool; one without a secret' },
  'cognito-url': { type: 'string', value: 'URL', text: 'where the user pool answers, if not at AWS' },
  port: { type: 'string', value: 'PORT', text: 'where to listen on 127.0.0.1; any free port when left out' },
};

/** A command. */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  readonly options: readonly (keyof Options)[];
  /** How many arguments it takes at most. */
  readonly arguments: number;
  /** Whether a command of the user's may stand behind `--`. */
  readonly runsCommand?: true;
  /** More of the help. */
  readonly more?: string;
  readonly load: () => Promise<{ readonly run: (invocation: Invocation) => Promise<void> }>;
}

const WHO = ['as', 'profile', 'endpoint'] as const;

/** By name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  login: {
    summary: 'sign in; the endpoint and the user pool are given once',
    usage: '[options]',
    options: ['endpoint', 'user-pool-id', 'client-id', 'region', 'cognito-url', 'user', 'token', 'profile'],
    arguments: 0,
    more: `The password is asked for, proved by SRP and not sent; codes and a new password are asked for as the user pool wants them.
The refresh token is kept in a file that only you can read. The values are outputs of the deployment: GraphQLUrl, UserPoolId,
UserPoolClientId.

  scopevend login --endpoint https://….appsync-api.eu-west-1.amazonaws.com/graphql \\
    --user-pool-id eu-west-1_AbCdEfGhI --client-id 1example23456789
  pbpaste | scopevend login --endpoint https://… --token -`,
    load: () => import('./commands/login.ts'),
  },
  logout: {
    summary: 'revoke the sign-in and remove it, with what was vended for it',
    usage: '[options]',
    options: ['profile'],
    arguments: 0,
    load: () => import('./commands/logout.ts'),
  },
  token: {
    summary: 'print a token of the signed-in user, renewed if need be',
    usage: '[--access] [options]',
    options: ['access', 'as', 'profile'],
    arguments: 0,
    load: () => import('./commands/token.ts'),
  },
  vend: {
    summary: 'vend credentials',
    usage: '[scope] [--duration SECONDS] [--json | --env] [options]',
    options: ['scope', 'duration', 'json', 'env', ...WHO, 'whole'],
    arguments: 1,
    more: `A scope is, for example, '{"s3":[{"resource":"uploads","access":["READ"]}]}': see ScopeInput in schema.graphql.

  --as federation       the same scope by STS GetFederationToken, called by an IAM user: the same session policy, tags
                        and duration, no source identity. Goes with a sample user too: --as member --as federation
  --as session --whole  no scope and no user: GetSessionToken, an IAM user's whole permissions for an hour. It takes no
                        session policy, so it is refused for a scope, and without --whole

With these two, stderr says whose keys are used: the local stack's IAM user developer and the local STS; or, where AWS_REGION,
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set without AWS_SESSION_TOKEN, your own IAM user and AWS (docs/sts.md).`,
    load: () => import('./commands/vend.ts'),
  },
  preview: {
    summary: 'what a vend would do; no credentials are made',
    usage: '[scope] [--duration SECONDS] [--json] [options]',
    options: ['scope', 'duration', 'json', ...WHO],
    arguments: 1,
    load: () => import('./commands/preview.ts'),
  },
  explain: {
    summary: 'whether credentials could make a request, and by what or why not',
    usage: '[--scope SCOPE] ACTION RESOURCE [ACTION RESOURCE …] [--context JSON] [--json] [options]',
    options: ['scope', 'context', 'json', ...WHO],
    arguments: 40,
    more: `ACTION is as IAM calls it. RESOURCE is an ARN, or an alias and behind a slash what is in it. No credentials are made. It is the session
policy's word: the Vend policy and the resource's own policy can still deny. Exit code 0: all are allowed; 1: one is not.

  scopevend explain --scope @uploads.json s3:PutObject uploads/users/1/x s3:ListBucket uploads/users/1/`,
    load: () => import('./commands/explain.ts'),
  },
  grants: {
    summary: 'what you may ask for',
    usage: '[--json] [options]',
    options: ['json', ...WHO],
    arguments: 0,
    load: () => import('./commands/grants.ts'),
  },
  'credential-process': {
    summary: 'for credential_process in ~/.aws/config',
    usage: '[--scope SCOPE] [options]',
    options: ['scope', 'duration', ...WHO],
    arguments: 0,
    more: `In ~/.aws/config:

  [profile uploads]
  region = eu-west-1
  credential_process = scopevend credential-process --scope @/home/me/uploads.json

Credentials are kept for the next call until 15 minutes before their end, in files that only you can read.`,
    load: () => import('./commands/credentialProcess.ts'),
  },
  exec: {
    summary: 'run a command with vended credentials in its environment',
    usage: '[options] -- command [arguments]',
    options: ['scope', 'duration', ...WHO],
    arguments: 0,
    runsCommand: true,
    more: `The command's exit code is this one's. Credentials end when they expire: serve renews them.

  scopevend exec --as member -- aws s3 ls s3://bucket/prefix/`,
    load: () => import('./commands/exec.ts'),
  },
  serve: {
    summary: 'hand credentials out on 127.0.0.1, and renew them',
    usage: '[options] [-- command [arguments]]',
    options: ['scope', 'duration', 'port', ...WHO],
    arguments: 0,
    runsCommand: true,
    more: `Prints the lines that point another shell at it, and goes on until Ctrl-C; or runs a command that way, until it ends.
The AWS CLI and SDKs ask it as they ask in a container. Other sources of credentials are put out of their way.

  scopevend serve --as member -- python upload.py`,
    load: () => import('./commands/serve.ts'),
  },
};
