/** What a team would write for `lambda`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const quote = 'arn:aws:lambda:eu-central-1:123456789012:function:quote';
const viaUrl = { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };

export const lambda: ScopeSample = {
  resource: { name: 'quote' },
  grant: { qualifier: 'live', access: ['INVOKE', 'INVOKE_URL'] },
  ask: { qualifier: 'live', access: ['INVOKE_URL'] },
  policy: [
    { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource: `${quote}:live` },
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${quote}:live`, Condition: viaUrl },
  ],
  vendPolicy: [
    { Effect: 'Allow', Action: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'], Resource: `${quote}:live` },
  ],
  allowed: [
    { action: 'lambda:InvokeFunctionUrl', resource: `${quote}:live` },
    {
      action: 'lambda:InvokeFunction',
      resource: `${quote}:live`,
      context: { 'lambda:InvokedViaFunctionUrl': 'true' },
    },
  ],
  denied: [
    { action: 'lambda:InvokeFunction', resource: `${quote}:live` },
    { action: 'lambda:InvokeFunctionUrl', resource: quote },
    { action: 'lambda:InvokeFunctionUrl', resource: `${quote}:live2` },
    { action: 'lambda:InvokeFunctionUrl', resource: `${quote}2:live` },
    { action: 'lambda:UpdateFunctionCode', resource: quote },
    { action: 'lambda:InvokeFunctionUrl', resource: 'arn:aws:lambda:eu-west-1:123456789012:function:quote:live' },
    { action: 'lambda:InvokeFunctionUrl', resource: 'arn:aws:lambda:eu-central-1:210987654321:function:quote:live' },
  ],
};
