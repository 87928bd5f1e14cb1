/** Amazon Bedrock: one foundation model, or one inference profile and its model, to invoke. */
import type { Conditions } from '../policy/document.ts';
import { equalTo, literal } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

// Profiles that AWS defines are called by where they take a request, and by the model.
const PROFILE = /^(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\.(.+)$/;

const guardrails = valuePart({ field: 'guardrail', form: /^[A-Za-z0-9]+(:[1-9]\d{0,7})?$/, maxBytes: 100 });

const invoke =
  (action: string): Access<ValuePart> =>
  (resource, { value }) => {
    const { name, partition, region } = resource;
    const guardrail = value === null ? undefined : arnOf('bedrock', resource, `guardrail/${value}`);
    const guarded = guardrail !== undefined && { 'bedrock:GuardrailIdentifier': equalTo(guardrail) };
    const on = (arn: string, equal: Conditions[string]) => ({
      actions: [action],
      resource: arn,
      ...(Object.keys(equal).length > 0 && { conditions: { StringEquals: equal } }),
    });
    const [, model] = PROFILE.exec(name) ?? [];
    const profile = arnOf('bedrock', resource, `inference-profile/${name}`);
    return [
      ...(model === undefined
        ? [on(`arn:${partition}:bedrock:${region}::foundation-model/${name}`, { ...guarded })]
        : [
            on(profile, { ...guarded }),
            // In whatever Region, none for a global one, but through this profile only. The star stands for a whole segment, and no
            // other ARN of Bedrock ends like this.
            on(`arn:${partition}:bedrock:*::foundation-model/${model}`, {
              'bedrock:InferenceProfileArn': profile,
              ...guarded,
            }),
          ]),
      ...(value === null
        ? []
        : [
            {
              actions: ['bedrock:ApplyGuardrail'],
              resource: arnOf('bedrock', resource, `guardrail/${literal(value.replace(/:.*/, ''))}`),
            },
          ]),
    ];
  };

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html and
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
 */
export const bedrock = defineScope({
  name: 'bedrock',
  realName: 'model',
  resourceName: /^[a-z0-9-]{1,63}\.[\w.:-]{1,190}$/,
  // Without a guardrail a model may be invoked with any, but none may be applied: nothing covers a part with one.
  part: { ...guardrails, covers: (outer, inner) => outer.value === inner.value },
  access: {
    INVOKE: invoke('bedrock:InvokeModel'),
    STREAM: invoke('bedrock:InvokeModelWithResponseStream'),
  },
});
