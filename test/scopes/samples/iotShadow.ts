/** What a team would write for `iotShadow`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const thing = (name: string) => `arn:aws:iot:eu-central-1:123456789012:thing/${name}`;

export const iotShadow: ScopeSample = {
  resource: { name: 'a1b2c3d4e5f6g7-ats.iot.eu-central-1.amazonaws.com' },
  grant: { thing: '${claims.tenant}', access: ['READ', 'WRITE'] },
  ask: { thing: 'acme', access: ['READ'] },
  policy: [{ Effect: 'Allow', Action: 'iot:GetThingShadow', Resource: thing('acme') }],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['iot:GetThingShadow', 'iot:UpdateThingShadow'],
      Resource: thing('${aws:PrincipalTag/vend:tenant}'),
    },
  ],
  allowed: [{ action: 'iot:GetThingShadow', resource: thing('acme') }],
  denied: [
    { action: 'iot:GetThingShadow', resource: thing('acme2') },
    { action: 'iot:UpdateThingShadow', resource: thing('acme') },
    { action: 'iot:DeleteThingShadow', resource: thing('acme') },
    { action: 'iot:GetThingShadow', resource: 'arn:aws:iot:eu-west-1:123456789012:thing/acme' },
    { action: 'iot:GetThingShadow', resource: 'arn:aws:iot:eu-central-1:210987654321:thing/acme' },
  ],
};
