/** What each parameter of serverless.yml looks like: one with a wrong value would fail in the middle of a deployment, or after it. */

/** The form of one parameter. */
export interface Form {
  /** Whether a value as text can be right; of a list, each of its items. */
  readonly isRight: (text: string) => boolean;
  readonly means: string;
  /** Another parameter that goes with it. */
  readonly needs?: string;
  /** The framework takes no text for it, so that the command line cannot give it. */
  readonly only?: 'number' | 'list';
}

const like =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text);

const between =
  (least: number, most: number) =>
  (text: string): boolean =>
    /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;

const SWITCH: Form = { isRight: like(/^(true|false)$/), means: 'true or false' };

// https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
const RATE: Form = { isRight: between(10, 2_000_000_000), means: 'a number of requests, 10 or more' };

/** Parameters that name something of the team's own. */
export const OWN: Readonly<Record<string, Form>> = {
  userPoolId: {
    isRight: like(/^[\w-]{1,35}_[0-9a-zA-Z]{1,19}$/),
    means: 'the id of a user pool, for example eu-central-1_AbCdEfGhI',
    needs: 'userPoolClientId',
  },
  userPoolClientId: {
    isRight: like(/^[a-z0-9]{1,128}$/),
    means: 'the id of an app client of that user pool',
    needs: 'userPoolId',
  },
  userPoolIssuer: {
    isRight: like(/^(issuer-)?cognito-idp$/),
    means: 'cognito-idp, or for a pool with the updated issuer issuer-cognito-idp',
    needs: 'userPoolId',
  },
  uploadsBucket: { isRight: like(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/), means: 'the name of a bucket' },
  notesTable: { isRight: like(/^[\w.-]{3,255}$/), means: 'the name of a table, not its ARN' },
  alarmTopicArn: {
    isRight: like(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/),
    means: 'the ARN of an SNS topic',
  },
};

/** Parameters that a stage decides. */
export const OF_STAGE: Readonly<Record<string, Form>> = {
  authFlows: {
    isRight: like(/^ALLOW_(USER_SRP|REFRESH_TOKEN|USER_PASSWORD|CUSTOM|USER)_AUTH$/),
    means:
      'a list of ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH and other flows of Cognito without an administrator',
    only: 'list',
  },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html
  tokenMinutes: { isRight: between(5, 1440), means: 'a number of minutes, 5 to 1440' },
  introspection: SWITCH,
  // https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateGraphqlApi.html: 0 is no limit.
  queryDepthLimit: { isRight: between(1, 75), means: 'a number, 1 to 75', only: 'number' },
  alarms: SWITCH,
  waf: SWITCH,
  xray: SWITCH,
  requestsPerToken: RATE,
  requestsPerAddress: RATE,
  // None at all stops vending.
  vendConcurrency: { isRight: between(0, 1_000_000), means: 'a number of vends at the same time' },
  // As the vending function reads it when it starts.
  sessionTokenOverhead: { isRight: like(/^\d{0,4}$/), means: 'a number of bytes, 0 to 9999' },
  webOrigins: {
    isRight: like(/^(\*|[a-z][a-z0-9+.-]*:\/\/[^\s/]+)$/),
    means: "a list of origins, for example https://app.example.com, or of '*'",
    only: 'list',
  },
  // Of the numbers of days the framework itself says which CloudWatch takes.
  logRetentionDays: { isRight: between(1, 3653), means: 'a number of days', only: 'number' },
  deletionProtection: { isRight: like(/^(IN)?ACTIVE$/), means: 'ACTIVE or INACTIVE' },
  tableDeletionProtection: SWITCH,
  deletionPolicy: { isRight: like(/^(Retain|RetainExceptOnCreate|Delete)$/), means: 'Retain or Delete' },
};
