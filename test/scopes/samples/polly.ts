/** Speech, granted for the whole service. */
import type { ScopeSample } from '../sample.ts';

const here = { 'aws:RequestedRegion': 'eu-central-1' };
const statement = {
  Effect: 'Allow',
  Action: 'polly:SynthesizeSpeech',
  Resource: '*',
  Condition: { StringEquals: here },
} as const;

export const polly: ScopeSample = {
  resource: {},
  grant: { whole: true, access: ['SPEAK'] },
  ask: { access: ['SPEAK'] },
  policy: [statement],
  vendPolicy: [statement],
  allowed: [
    { action: 'polly:SynthesizeSpeech', resource: '*', context: here },
    {
      action: 'polly:SynthesizeSpeech',
      resource: 'arn:aws:polly:eu-central-1:123456789012:lexicon/names',
      context: here,
    },
  ],
  denied: [
    { action: 'polly:SynthesizeSpeech', resource: '*', context: { 'aws:RequestedRegion': 'us-east-1' } },
    { action: 'polly:SynthesizeSpeech', resource: '*' },
    { action: 'polly:StartSpeechSynthesisTask', resource: '*', context: here },
    { action: 'polly:PutLexicon', resource: '*', context: here },
  ],
};
