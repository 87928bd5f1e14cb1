/** What the checks say to add must hold wherever it is deployed, not only where the checks pretend to be. */
import { deployed } from './fixture.ts';
import { writeText } from './yamlLines.ts';

const { region } = deployed.place;
const here = '${AWS::Region}:${AWS::AccountId}';

it.each<readonly [text: string, written: string]>([
  [`arn:aws:sqs:${region}:000000000000:orders`, `!Sub arn:\${AWS::Partition}:sqs:${here}:orders`],
  [`arn:aws:iot:${region}:000000000000:client/<sub>`, `!Sub arn:\${AWS::Partition}:iot:${here}:client/\${!aws:PrincipalTag/vend:sub}`],
  [`arn:aws:bedrock:${region}::foundation-model/m`, '!Sub arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/m'],
  ['arn:aws:s3:::elsewhere/${*}/*', "!Sub 'arn:${AWS::Partition}:s3:::elsewhere/${!*}/*'"],
  ['arn:aws:s3:::scopevend-dev-uploadsbucket/a', '!Sub ${self:custom.uploads.arn}/a'],
  [`sqs.${region}.amazonaws.com`, '!Sub sqs.${AWS::Region}.${AWS::URLSuffix}'],
  [region, '!Sub ${AWS::Region}'],
  [`arn:aws:lambda:${region}:000000000000:function:scopevend-dev-vend:live`, '!Sub ${VendLambdaFunction.Arn}:live'],
  ['arn:aws:s3:::scopevend-dev-uploadsbucket2/a', '!Sub arn:${AWS::Partition}:s3:::scopevend-dev-uploadsbucket2/a'],
  // Declared to be elsewhere, in Regions that are there: also where the service may come to be.
  ['arn:aws:sqs:us-east-1:000000000000:orders', '!Sub arn:${AWS::Partition}:sqs:us-east-1:${AWS::AccountId}:orders'],
  ['arn:aws:kms:us-east-1:123456789012:key/k', '!Sub arn:${AWS::Partition}:kms:us-east-1:123456789012:key/k'],
  [`arn:aws:kms:${region}:123456789012:key/k`, '!Sub arn:${AWS::Partition}:kms:${AWS::Region}:123456789012:key/k'],
  ['sqs.eu-west-1.amazonaws.com', "'sqs.eu-west-1.amazonaws.com'"],
  ["it's *", "'it''s *'"],
])('writes %s as %s', (text, written) => {
  expect(writeText(deployed, new Map([['<sub>', 'vend:sub']]))(text)).toBe(written);
}); // prettier-ignore
