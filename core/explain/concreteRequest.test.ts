/** Requests of every service by alias: the resource and the condition keys that the part names. */
import { deployment, member, SUB } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { samples } from '../../test/scopes/samples.ts';
import { compileGrants } from '../compileGrants.ts';
import type { VendService } from '../plan.ts';
import { previewCredentials } from '../preview.ts';
import type { ServiceName } from '../scopes/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const serviceOf = (
  kind: ServiceName,
  grants: readonly Fields[],
  named: Fields = samples[kind].resource,
): VendService => ({
  deployment,
  grants: compileGrants(
    {
      resources: { own: { kind } },
      grants: grants.map((grant, at) => ({ name: `g${String(at)}`, to: 'everyone', resource: 'own', ...grant })),
    },
    { own: named },
    deployment,
  ),
});

/** Under the service's sample grant, of its sample ask unless another is given. */
const explained = (kind: ServiceName, action: string, resource: string, ask: Fields = samples[kind].ask) =>
  previewCredentials(serviceOf(kind, [samples[kind].grant]), member, {
    scope: { [kind]: [{ resource: 'own', ...ask }] },
    requests: [{ action, resource }],
  }).explanations[0];

it.each<readonly [kind: ServiceName, resource: string, action: string, arn: string]>([
  ['iot', `own/clientId ${SUB}`, 'iot:Connect', `arn:aws:iot:eu-central-1:123456789012:client/${SUB}`],
  ['iot', `own/clientId ${SUB}, tenants/acme/x`, 'iot:Connect', `arn:aws:iot:eu-central-1:123456789012:client/${SUB}`],
  ['iot', 'own/tenants/acme/alarms/x', 'iot:Receive', 'arn:aws:iot:eu-central-1:123456789012:topic/tenants/acme/alarms/x'],
  ['ses', 'own/fromAddress acme@mail.example.com', 'ses:SendEmail', 'arn:aws:ses:eu-central-1:123456789012:identity/mail.example.com'],
  ['locationTracker', `own/deviceId ${SUB}`, 'geo:BatchUpdateDevicePosition', 'arn:aws:geo:eu-central-1:123456789012:tracker/fleet'],
  ['kms', 'own/encryptionContext tenant/acme', 'kms:Decrypt', 'arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d'],
  ['cloudwatch', 'own/namespace app/acme', 'cloudwatch:PutMetricData', '*'],
  ['polly', 'own', 'polly:SynthesizeSpeech', '*'],
  ['eventBridge', 'own/source shop/acme, detailType OrderPlaced', 'events:PutEvents', 'arn:aws:events:eu-central-1:123456789012:event-bus/app'],
  ['bedrock', 'own/guardrail a1b2c3d4e5f6', 'bedrock:InvokeModel', 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0'],
  ['bedrock', 'own/guardrail a1b2c3d4e5f6', 'bedrock:ApplyGuardrail', 'arn:aws:bedrock:eu-central-1:123456789012:guardrail/a1b2c3d4e5f6'],
  ['kinesisVideo', 'own', 'kinesisvideo:GetHLSStreamingSessionURL', 'arn:aws:kinesisvideo:eu-central-1:123456789012:stream/door/*'],
  ['kinesisVideoSignaling', 'own', 'kinesisvideo:ConnectAsViewer', 'arn:aws:kinesisvideo:eu-central-1:123456789012:channel/door/*'],
  ['executeApi', 'own/GET/tenants/acme/orders/7', 'execute-api:Invoke', 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod/GET/tenants/acme/orders/7'],
  ['appsync', 'own/QUERY/field orders', 'appsync:GraphQL', 'arn:aws:appsync:eu-central-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Query/fields/orders'],
])('reads a part of %s as it is shown: %s', (kind, resource, action, arn) => {
  const said = explained(kind, action, resource);
  expect({ resource: said?.resource, reason: said?.reason }).toEqual({ resource: arn, reason: `A statement allows ${action} on ${arn}.` });
}); // prettier-ignore

it.each<readonly [kind: ServiceName, resource: string, action: string, reason: RegExp]>([
  ['executeApi', 'own/POST/tenants/acme/orders/7', 'execute-api:Invoke', /is allowed on .*\/GET\/tenants\/acme\/orders\/\*, but not on .*\/POST\/tenants\/acme\/orders\/7\.$/],
  ['appsync', 'own/MUTATE/field orders', 'appsync:GraphQL', /but not on .*\/types\/Mutation\/fields\/orders\.$/],
  ['eventBridge', 'own/source shop/acme, detailType OrderPaid', 'events:PutEvents', /events:detail-type must meet .* OrderPlaced, and the request has OrderPaid\.$/],
  ['eventBridge', 'own/source shop/globex, detailType OrderPlaced', 'events:PutEvents', /events:source must meet .* shop\/acme, and the request has shop\/globex\.$/],
  ['eventBridge', 'own/source shop/acme', 'events:PutEvents', /events:detail-type must be in the request\.$/],
  ['kinesisVideo', 'own', 'kinesisvideo:PutMedia', /^No statement has kinesisvideo:PutMedia\./],
])('says why not of a part of %s: %s', (kind, resource, action, reason) => {
  const said = explained(kind, action, resource);
  expect([said?.allowed, said?.reason]).toEqual([false, expect.stringMatching(reason)]);
}); // prettier-ignore

it.each([
  ['executeApi', 'execute-api:Invoke', 'own/tenants/acme/orders/7', 'which does not say which of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE is meant. Write own/GET/part.'],
  ['executeApi', 'execute-api:Invoke', 'own/GET/tenants/acme/orders/', 'which is not one resource that execute-api:Invoke is on.'],
  ['appsync', 'appsync:GraphQL', 'own/field orders', 'which does not say which of QUERY, MUTATE, SUBSCRIBE is meant. Write own/QUERY/part.'],
] as const)('refuses of %s to say of %s on %s what it cannot know', (kind, action, resource, message) => {
  expect(refusalOf(() => explained(kind, action, resource)).message).toContain(message);
}); // prettier-ignore

describe('a key that S3 uses for the caller', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const decrypting = (named: Fields, ...grants: readonly Fields[]) =>
    previewCredentials(serviceOf('s3', grants, named), member, {
      requests: ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({ action, resource: 'own/users/1/x' })),
    }).explanations;
  const listing = { prefix: 'users/1/', access: ['LIST'] };
  const encrypted = { name: 'bucket', kmsKeyArn };

  it('is not told to who may only list, nor whether there is one', () => {
    const said = decrypting(encrypted, listing);
    expect(JSON.stringify(said)).not.toContain('1234abcd');
    expect(said).toEqual(decrypting({ name: 'bucket' }, listing));
  });

  it('is told to who may read, whose credentials have it in their policy, and not as one for writing', () => {
    const [decrypt, generate] = decrypting(encrypted, listing, { prefix: 'users/2/', access: ['READ'] });
    expect([decrypt?.resource, decrypt?.denial]).toEqual([kmsKeyArn, 'CONDITION']);
    expect([generate?.resource, generate?.denial]).toEqual(['arn:aws:s3:::bucket/users/1/x', 'ACTION']);
  });

  it('is not what an action of S3 is on that no access value means', () => {
    const service = serviceOf('s3', [{ prefix: 'users/1/', access: ['READ'] }], encrypted);
    const requests = [{ action: 's3:PutObjectAcl', resource: 'own/users/1/x' }];
    expect(previewCredentials(service, member, { requests }).explanations[0]?.resource).toBe(
      'arn:aws:s3:::bucket/users/1/x',
    );
  });
});
