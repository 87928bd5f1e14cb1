/** The video of liveness checks, granted for the whole service. */
import type { ScopeSample } from '../sample.ts';

const here = { 'aws:RequestedRegion': 'eu-central-1' };
const statement = {
  Effect: 'Allow',
  Action: 'rekognition:StartFaceLivenessSession',
  Resource: '*',
  Condition: { StringEquals: here },
} as const;

export const rekognition: ScopeSample = {
  resource: {},
  grant: { whole: true, access: ['STREAM_LIVENESS'] },
  ask: { access: ['STREAM_LIVENESS'] },
  policy: [statement],
  vendPolicy: [statement],
  allowed: [{ action: 'rekognition:StartFaceLivenessSession', resource: '*', context: here }],
  denied: [
    { action: 'rekognition:StartFaceLivenessSession', resource: '*', context: { 'aws:RequestedRegion': 'us-east-1' } },
    { action: 'rekognition:StartFaceLivenessSession', resource: '*' },
    { action: 'rekognition:CreateFaceLivenessSession', resource: '*', context: here },
    { action: 'rekognition:GetFaceLivenessSessionResults', resource: '*', context: here },
  ],
};
