/** Amazon Polly: text to speech. */
import { defineScope } from './defineScope.ts';
import { anythingIn, permit } from './permit.ts';
import { wholeService } from './wholePart.ts';

/**
 * Without a lexicon in the request there is no resource, and so no ARN that would do.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpolly.html
 */
export const polly = defineScope({
  name: 'polly',
  realName: null,
  resourceName: /^$/,
  part: wholeService,
  access: { SPEAK: permit(anythingIn, 'polly:SynthesizeSpeech') },
});
