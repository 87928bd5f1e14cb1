import type { Statement } from '../../core/policy/document.ts';
import { awsActions } from './awsActions.ts';
import { conditionKeys } from './conditionKeys.ts';

const all = await awsActions();
const found = (statement: Partial<Statement>) =>
  conditionKeys([{ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } }], 'x', all).map(
    ({ what }) => what,
  );

describe('conditionKeys', () => {
  it.each<{ what: string; statement: Partial<Statement>; says: string }>([
    {
      what: 'one trust statement for the three actions of a vend',
      statement: {
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: { StringLike: { 'sts:SourceIdentity': '?*' } },
      },
      says: 'sts:TagSession does not support the condition key sts:SourceIdentity',
    },
    {
      what: 'a tag where the source identity is set',
      statement: { Action: 'sts:SetSourceIdentity', Condition: { StringLike: { 'aws:RequestTag/vend:sub': '?*' } } },
      says: 'sts:SetSourceIdentity does not support the condition key aws:RequestTag/vend:sub',
    },
    {
      what: 'a prefix on objects',
      statement: {
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::b/*',
        Condition: { StringLike: { 's3:prefix': 'a/*' } },
      },
      says: 's3:GetObject does not support the condition key s3:prefix',
    },
    {
      what: 'leading keys of a scan',
      statement: {
        Action: 'dynamodb:Scan',
        Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/t',
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a' } },
      },
      says: 'dynamodb:Scan does not support the condition key dynamodb:LeadingKeys',
    },
    {
      what: 'a denial that would not deny',
      statement: {
        Effect: 'Deny',
        Action: ['s3:PutObject', 's3:CreateBucket'],
        Resource: '*',
        Condition: { Null: { 's3:x-amz-website-redirect-location': 'false' } },
      },
      says: 's3:CreateBucket does not support the condition key s3:x-amz-website-redirect-location',
    },
    {
      what: 'a list of objects',
      statement: { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b/*' },
      says: 's3:ListBucket is on no resource of the kind that is named',
    },
    {
      what: 'objects of a bucket',
      statement: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b' },
      says: 's3:GetObject is on no resource of the kind that is named',
    },
    {
      what: 'an action that does not exist',
      statement: { Action: 's3:ListObjects', Resource: 'arn:aws:s3:::b' },
      says: 's3:ListObjects is no action of AWS',
    },
  ])('finds $what', ({ statement, says }) => {
    expect(found(statement)).toEqual([says]);
  });

  it.each<{ what: string; statement: Partial<Statement> }>([
    {
      what: 'keys that every request has',
      statement: { Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    },
    {
      what: 'the tags of the session',
      statement: {
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::b/*',
        Condition: { StringLike: { 'aws:PrincipalTag/vend:sub': '?*' } },
      },
    },
    {
      what: 'a variable in a resource',
      statement: { Action: 's3:GetObject', Resource: 'arn:aws-cn:s3:::b/${aws:PrincipalTag/vend:sub}/*' },
    },
    {
      what: 'log streams of a group',
      statement: {
        Action: 'logs:PutLogEvents',
        Resource: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/x:*',
      },
    },
  ])('takes $what', ({ statement }) => {
    expect(found(statement)).toEqual([]);
  });
});
