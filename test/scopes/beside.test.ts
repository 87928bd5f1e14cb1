/**
 * What a session policy of one part allows, for every service that has parts of one value or a path: the request for that part and
 * for no other. The requests are written here a second time, from AWS's own documentation of ARNs and condition keys.
 */
import fc from 'fast-check';
import { codeOf } from '../refusal.ts';
import type { ServiceName } from '../../core/scopes/index.ts';
import { runs } from '../runs.ts';
import { under } from './asking.ts';
import type { SampleRequest } from './sample.ts';

const arn = (service: string, path: string): string => `arn:aws:${service}:eu-central-1:123456789012:${path}`;
const about = (action: string, resource: string, context?: SampleRequest['context']): SampleRequest => ({
  action,
  resource,
  ...(context && { context }),
});

interface Row {
  readonly kind: ServiceName;
  readonly field: string;
  /** Of paths the field of prefixes. */
  readonly prefix?: string;
  readonly access: string;
  /** What a client of that service would send for one name. */
  readonly request: (name: string) => SampleRequest;
}

const secret = arn('secretsmanager', 'secret:maps/api-Ab1Cd2');
/** One pair of an encryption context, written with a slash between. */
const contextOf = (pair: string): SampleRequest['context'] => {
  const [key = '', ...value] = pair.split('/');
  return { 'kms:EncryptionContextKeys': [key], [`kms:EncryptionContext:${key}`]: value.join('/') };
};

const rows: readonly Row[] = [
  { kind: 'appsync', field: 'field', access: 'QUERY', request: (name) => about('appsync:GraphQL', arn('appsync', `apis/abcdefghijklmnopqrstuvwxyz/types/Query/fields/${name}`)) },
  { kind: 'cloudwatch', field: 'namespace', access: 'PUT', request: (name) => about('cloudwatch:PutMetricData', '*', { 'aws:RequestedRegion': 'eu-central-1', 'cloudwatch:namespace': name }) },
  { kind: 'eventBridge', field: 'source', access: 'PUT', request: (name) => about('events:PutEvents', arn('events', 'event-bus/app'), { 'events:source': [name], 'events:detail-type': ['any'] }) },
  { kind: 'eventBridge', field: 'detailType', access: 'PUT', request: (name) => about('events:PutEvents', arn('events', 'event-bus/app'), { 'events:source': ['any'], 'events:detail-type': [name] }) },
  { kind: 'executeApi', field: 'path', prefix: 'pathPrefix', access: 'GET', request: (name) => about('execute-api:Invoke', arn('execute-api', `a1b2c3d4e5/prod/GET/${name}`)) },
  { kind: 'iot', field: 'clientId', access: 'CONNECT', request: (name) => about('iot:Connect', arn('iot', `client/${name}`)) },
  { kind: 'iot', field: 'topic', prefix: 'topicPrefix', access: 'PUBLISH', request: (name) => about('iot:Publish', arn('iot', `topic/${name}`)) },
  { kind: 'iot', field: 'topic', prefix: 'topicPrefix', access: 'SUBSCRIBE', request: (name) => about('iot:Subscribe', arn('iot', `topicfilter/${name}`)) },
  { kind: 'iotShadow', field: 'thing', access: 'READ', request: (name) => about('iot:GetThingShadow', arn('iot', `thing/${name}`)) },
  { kind: 'lambda', field: 'qualifier', access: 'INVOKE', request: (name) => about('lambda:InvokeFunction', arn('lambda', `function:quote:${name}`)) },
  { kind: 'locationTracker', field: 'deviceId', access: 'READ', request: (name) => about('geo:GetDevicePosition', arn('geo', 'tracker/fleet'), { 'geo:DeviceIds': [name] }) },
  { kind: 'logs', field: 'stream', prefix: 'streamPrefix', access: 'WRITE', request: (name) => about('logs:PutLogEvents', arn('logs', `log-group:/app/web:log-stream:${name}`)) },
  { kind: 'secretsManager', field: 'versionStage', access: 'READ', request: (name) => about('secretsmanager:GetSecretValue', secret, { 'secretsmanager:VersionStage': [name] }) },
  { kind: 'ses', field: 'fromAddress', access: 'SEND', request: (name) => about('ses:SendEmail', arn('ses', 'identity/mail.example.com'), { 'ses:FromAddress': name }) },
  { kind: 'ssm', field: 'parameter', prefix: 'path', access: 'READ', request: (name) => about('ssm:GetParameter', arn('ssm', `parameter/app/settings/${name}`)) },
  { kind: 'bedrock', field: 'guardrail', access: 'INVOKE', request: (name) => about('bedrock:InvokeModel', arn('bedrock', 'inference-profile/eu.amazon.nova-lite-v1:0'), { 'bedrock:GuardrailIdentifier': arn('bedrock', `guardrail/${name}`) }) },
  { kind: 'kms', field: 'encryptionContext', access: 'DECRYPT', request: (name) => about('kms:Decrypt', arn('kms', 'key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d'), contextOf(name)) },
  { kind: 'stepFunctions', field: 'execution', access: 'DESCRIBE', request: (name) => about('states:DescribeExecution', arn('states', `execution:checkout:${name}`)) },
]; // prettier-ignore

const segment = fc.constantFrom('acme', 'acme2', 'ACME', 'a', 'ab', '*', '?', 'a*', 'a?', '$', '${*}', '${aws:username}', '+', '#', 'a:b', 'a b', '..', '', 'é', 'x@y', '{', '}', 'aws.ec2', 'AWS'); // prettier-ignore
const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));

it.each(rows.map((row) => [`${row.kind} ${row.access} ${row.field}`, row] as const))('%s', (_name, row) => {
  const { kind, field, prefix, access, request } = row;
  const whole = under(kind, { whole: true, access: [access] });
  let allowed = 0;
  const attempt = (ask: Readonly<Record<string, unknown>>, asked: SampleRequest, expected: boolean): void => {
    let is: boolean;
    try {
      is = whole.allows(asked, { ...ask, access: [access] });
    } catch {
      expect(codeOf(() => whole.statements({ ...ask, access: [access] }))).toBe('InvalidScope');
      return;
    }
    allowed += Number(is);
    expect({ ask, asked, is }).toEqual({ ask, asked, is: expected });
  };
  fc.assert(
    fc.property(name, name, (one, other) => {
      attempt({ [field]: one }, request(one), true);
      attempt({ [field]: one }, request(other), one === other);
      if (prefix === undefined) return;
      attempt({ [prefix]: `${one}/` }, request(`${one}/${other}`), true);
      attempt({ [prefix]: `${one}/` }, request(other), other.startsWith(`${one}/`));
    }),
    runs(150),
  );
  expect(allowed).toBeGreaterThan(0);
});
