import { compileGrants } from '../compileGrants.ts';
import { deployment } from '../../test/fixtures.ts';
import { under } from '../../test/scopes/asking.ts';
import type { Resource } from '../resources.ts';
import { refusalOf } from '../../test/refusal.ts';
import { bedrock } from './bedrock.ts';

const named = (name: string): Resource => ({ ...deployment, alias: 'own', kind: 'bedrock', name });
const arnsOf = (name: string, guardrail: string | null = null) =>
  bedrock.access.INVOKE(named(name), { value: guardrail }, () => true).map(({ resource }) => resource);

it.each(['amazon.nova-lite-v1:0', 'zai.glm-4.7', 'anthropic.claude-3-haiku-20240307-v1:0'])(
  'invokes the foundation model %s in its own Region only',
  (model) => {
    expect(arnsOf(model)).toEqual([`arn:aws:bedrock:eu-central-1::foundation-model/${model}`]);
  },
);

it.each(['eu', 'us', 'us-gov', 'apac', 'global'])(
  'invokes a model of the profiles of %s through the profile only',
  (place) => {
    const profile = `arn:aws:bedrock:eu-central-1:123456789012:inference-profile/${place}.zai.glm-4.7`;
    const permissions = bedrock.access.INVOKE(named(`${place}.zai.glm-4.7`), { value: null }, () => true);
    expect(permissions).toEqual([
      { actions: ['bedrock:InvokeModel'], resource: profile },
      {
        actions: ['bedrock:InvokeModel'],
        resource: 'arn:aws:bedrock:*::foundation-model/zai.glm-4.7',
        conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
      },
    ]);
  },
);

it('applies the guardrail whatever its version', () => {
  expect(arnsOf('amazon.nova-lite-v1:0', 'abc:7').at(-1)).toBe(
    'arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc',
  );
});

it('refuses what is no guardrail, and another one than the grant has', () => {
  const { statements } = under('bedrock', { guardrail: 'abc:1', access: ['INVOKE'] });
  const codes = ['abc:0', 'a/b', '*', 'abc', 'abc:12'].map(
    (guardrail) => refusalOf(() => statements({ guardrail, access: ['INVOKE'] })).code,
  );
  expect(codes).toEqual(['InvalidScope', 'InvalidScope', 'InvalidScope', 'NotGranted', 'NotGranted']);
});

it.each(['*', 'amazon.*', 'arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0', 'nova'])(
  'takes no resource that is called %s',
  (name) => {
    const compile = () =>
      compileGrants({ resources: { own: { kind: 'bedrock' } }, grants: [] }, { own: { name } }, deployment);
    expect(compile).toThrow('RESOURCES.own.name');
  },
);

it('applies a guardrail that is asked for beside the model without any', () => {
  const { allows } = under('bedrock', { whole: true, access: ['INVOKE'] });
  const resource = 'arn:aws:bedrock:eu-central-1:123456789012:guardrail/a1';
  const apply = { action: 'bedrock:ApplyGuardrail', resource };
  expect(allows(apply, { access: ['INVOKE'] }, { guardrail: 'a1', access: ['INVOKE'] })).toBe(true);
  expect(allows(apply, { access: ['INVOKE'] })).toBe(false);
});
