/** What a team would write for `bedrock`, and what comes of it. */
import type { Conditions } from '../../../core/policy/document.ts';
import type { ScopeSample } from '../sample.ts';

const bedrockArn = (path: string) => `arn:aws:bedrock:eu-central-1:123456789012:${path}`;
const guardrail = bedrockArn('guardrail/a1b2c3d4e5f6');
const profile = bedrockArn('inference-profile/eu.amazon.nova-lite-v1:0');
const modelIn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`;

const guarded: Conditions = { StringEquals: { 'bedrock:GuardrailIdentifier': guardrail } };
const throughProfile: Conditions = {
  StringEquals: { 'bedrock:InferenceProfileArn': profile, 'bedrock:GuardrailIdentifier': guardrail },
};
const both = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const invoke = (resource: string, context: Readonly<Record<string, string>> = {}) => ({
  action: 'bedrock:InvokeModel',
  resource,
  context: { 'bedrock:GuardrailIdentifier': guardrail, ...context },
});

export const bedrock: ScopeSample = {
  resource: { name: 'eu.amazon.nova-lite-v1:0' },
  grant: { guardrail: 'a1b2c3d4e5f6', access: ['INVOKE', 'STREAM'] },
  ask: { guardrail: 'a1b2c3d4e5f6', access: ['INVOKE'] },
  policy: [
    { Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: guardrail },
    { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: profile, Condition: guarded },
    { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: modelIn('*'), Condition: throughProfile },
  ],
  vendPolicy: [
    { Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: guardrail },
    { Effect: 'Allow', Action: both, Resource: profile, Condition: guarded },
    { Effect: 'Allow', Action: both, Resource: modelIn('*'), Condition: throughProfile },
  ],
  allowed: [
    invoke(profile),
    invoke(modelIn('eu-west-3'), { 'bedrock:InferenceProfileArn': profile }),
    { action: 'bedrock:ApplyGuardrail', resource: guardrail },
  ],
  denied: [
    invoke(modelIn('eu-central-1')),
    invoke(modelIn('eu-west-3'), { 'bedrock:InferenceProfileArn': `${profile}2` }),
    invoke(profile, { 'bedrock:GuardrailIdentifier': `${guardrail}:1` }),
    { action: 'bedrock:InvokeModel', resource: profile },
    { ...invoke(profile), action: 'bedrock:InvokeModelWithResponseStream' },
    invoke('arn:aws:bedrock:eu-central-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0'),
    invoke('arn:aws:bedrock:eu-central-1:210987654321:inference-profile/eu.amazon.nova-lite-v1:0'),
    invoke('arn:aws:bedrock:eu-west-3::foundation-model/amazon.nova-pro-v1:0', {
      'bedrock:InferenceProfileArn': profile,
    }),
    { action: 'bedrock:ApplyGuardrail', resource: `${guardrail}2` },
    { action: 'bedrock:GetInferenceProfile', resource: profile },
  ],
};
