/** Amazon Rekognition: the video stream of a face liveness check. */
import { defineScope } from './defineScope.ts';
import { anythingIn, permit } from './permit.ts';
import { wholeService } from './wholePart.ts';

/**
 * To make a check and to read its result are not here: a client that could would vouch for itself.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html and
 * https://docs.aws.amazon.com/rekognition/latest/dg/face-liveness-programming-api.html
 */
export const rekognition = defineScope({
  name: 'rekognition',
  realName: null,
  resourceName: /^$/,
  part: wholeService,
  access: { STREAM_LIVENESS: permit(anythingIn, 'rekognition:StartFaceLivenessSession') },
});
