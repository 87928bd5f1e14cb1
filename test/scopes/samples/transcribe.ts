/** Streams of speech, granted for the whole service. */
import type { ScopeSample } from '../sample.ts';

const here = { 'aws:RequestedRegion': 'eu-central-1' };
const statement = {
  Effect: 'Allow',
  Action: ['transcribe:StartStreamTranscription', 'transcribe:StartStreamTranscriptionWebSocket'],
  Resource: '*',
  Condition: { StringEquals: here },
} as const;

export const transcribe: ScopeSample = {
  resource: {},
  grant: { whole: true, access: ['STREAM'] },
  ask: { access: ['STREAM'] },
  policy: [statement],
  vendPolicy: [statement],
  allowed: statement.Action.map((action) => ({ action, resource: '*', context: here })),
  denied: [
    { action: 'transcribe:StartStreamTranscription', resource: '*', context: { 'aws:RequestedRegion': 'us-east-1' } },
    { action: 'transcribe:StartStreamTranscription', resource: '*' },
    { action: 'transcribe:StartMedicalStreamTranscription', resource: '*', context: here },
    { action: 'transcribe:StartTranscriptionJob', resource: '*', context: here },
  ],
};
