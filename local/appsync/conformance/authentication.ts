/** The conformance table: who is let in. */
import { typename, UNAUTHORIZED, unauthorized, accepted } from './case.ts';
import type { ConformanceCase } from './case.ts';

export const authentication: readonly ConformanceCase[] = [
  {
    id: 'appsync-01',
    rule: 'no JWT',
    sure: 'H',
    request: { ...typename, authorization: null },
    answer: { ...unauthorized, body: UNAUTHORIZED },
  },
  {
    id: 'appsync-02',
    rule: 'malformed JWT',
    sure: 'H',
    request: { ...typename, authorization: 'no-token' },
    answer: { ...unauthorized, body: UNAUTHORIZED },
  },
  {
    id: 'appsync-03',
    rule: 'bad signature',
    sure: 'M',
    request: { ...typename, token: 'badSignature' },
    answer: { ...unauthorized, body: UNAUTHORIZED },
  },
  {
    id: 'appsync-04',
    rule: 'expired',
    sure: 'M',
    request: { ...typename, token: 'expired' },
    answer: {
      ...unauthorized,
      body: { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }] },
    },
  },
  {
    id: 'appsync-05',
    rule: 'wrong issuer',
    sure: 'L',
    request: { ...typename, token: 'wrongIssuer' },
    answer: unauthorized,
  },
  {
    id: 'appsync-06',
    rule: 'wrong audience of an ID token',
    sure: 'L',
    request: { ...typename, token: 'wrongClient' },
    answer: unauthorized,
  },
  {
    id: 'appsync-07',
    rule: 'wrong client of an access token',
    sure: 'L',
    request: { ...typename, token: 'wrongClientAccess' },
    answer: unauthorized,
  },
  { id: 'appsync-08', rule: 'raw ID token', sure: 'M', request: { ...typename, token: 'id' }, answer: accepted },
  {
    id: 'appsync-09',
    rule: 'raw access token',
    sure: 'M',
    request: { ...typename, token: 'access' },
    answer: accepted,
  },
  {
    id: 'appsync-10',
    rule: 'ID token with Bearer',
    sure: 'M',
    request: { ...typename, token: 'id', scheme: 'Bearer ' },
    answer: accepted,
  },
  {
    id: 'appsync-11',
    rule: 'access token with Bearer',
    sure: 'M',
    request: { ...typename, token: 'access', scheme: 'Bearer ' },
    answer: accepted,
  },
];
