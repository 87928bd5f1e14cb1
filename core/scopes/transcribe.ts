/** Amazon Transcribe: speech to text as it is spoken, over HTTP/2 or WebSocket. */
import { defineScope } from './defineScope.ts';
import { anythingIn, permit } from './permit.ts';
import { wholeService } from './wholePart.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazontranscribe.html */
export const transcribe = defineScope({
  name: 'transcribe',
  realName: null,
  resourceName: /^$/,
  part: wholeService,
  access: {
    STREAM: permit(anythingIn, 'transcribe:StartStreamTranscription', 'transcribe:StartStreamTranscriptionWebSocket'),
  },
});
