/** What is measured: one operation after the other, on objects and items of 1 KB. */
import type { UnsignedRequest } from '../../local/calls/sendSigned.ts';
import type { Started } from './messages.ts';
import { dynamodbRequest, getRequest, putRequest } from './requests.ts';

/** The same operation on many keys, and what an answer to it must be. */
export interface Workload {
  readonly name: string;
  /** The number says which key. */
  request(number: number): UnsignedRequest;
  /** Whether it is the right answer for that key. */
  isRight(body: Buffer, number: number): boolean;
}

/** How many keys. */
export const KEYS = 100;

/** 1 KB that no other key has. */
const contentOf = (number: number): string => `content ${String(number)} `.padEnd(1024, '0123456789abcdef');

/** In the order in which they must run for the first time: what is read has been written. */
export const workloads = ({ bucket, table, sessions }: Started): readonly Workload[] => {
  const { sub = '' } = sessions[0] ?? {};
  const keyOf = (number: number) => `users/${sub}/bench/${String(number)}.txt`;
  const itemOf = (number: number) => ({ owner: { S: sub }, id: { S: `bench-${String(number)}` } });
  const isEmpty = (body: Buffer) => body.length === 0;
  return [
    {
      name: 'S3 PutObject 1 KB',
      request: (number) => putRequest(bucket, keyOf(number), contentOf(number)),
      isRight: isEmpty,
    },
    {
      name: 'S3 GetObject 1 KB',
      request: (number) => getRequest(bucket, keyOf(number)),
      isRight: (body, number) => body.toString() === contentOf(number),
    },
    {
      name: 'DynamoDB PutItem 1 KB',
      request: (number) =>
        dynamodbRequest('PutItem', { TableName: table, Item: { ...itemOf(number), text: { S: contentOf(number) } } }),
      isRight: (body) => body.toString() === '{}',
    },
    {
      name: 'DynamoDB GetItem 1 KB',
      request: (number) => dynamodbRequest('GetItem', { TableName: table, Key: itemOf(number) }),
      isRight: (body, number) => body.includes(contentOf(number)) && body.includes(`"bench-${String(number)}"`),
    },
  ];
};
