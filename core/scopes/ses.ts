/** Amazon SES: mail, sent with one identity, from any of its addresses or one. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const send =
  (action: string): Access<ValuePart> =>
  (resource, { value }) => [
    {
      actions: [action],
      resource: arnOf('ses', resource, `identity/${resource.name}`),
      ...(value !== null && { anyOf: { operator: 'StringEquals', key: 'ses:FromAddress', value: equalTo(value) } }),
    },
  ];

/**
 * AWS has keys for recipients, display name and return path too (ses:Recipients, ses:FromDisplayName, ses:FeedbackAddress). No part
 * speaks of them, and a return path that must be the from address would refuse every mail that has its bounces collected elsewhere.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html and
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
export const ses = defineScope({
  name: 'ses',
  realName: 'identity',
  resourceName: /^[\w.+=@-]{1,320}$/,
  part: valuePart({ field: 'fromAddress', form: /^[\w.+=@-]+$/, maxBytes: 320 }),
  access: { SEND: send('ses:SendEmail'), SEND_RAW: send('ses:SendRawEmail') },
});
