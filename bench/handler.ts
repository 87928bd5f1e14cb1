/** What the vend handler takes beyond its call to STS: verifying the JWT, deciding, answering, logging. */
import { STSClient } from '@aws-sdk/client-sts';
import { vendHandler } from '../functions/vendHandler.ts';
import { awsEndpoint } from '../local/awsEndpoint.ts';
import { lambdaCredentials } from '../local/lambdaCredentials.ts';
import { listen } from '../local/ports.ts';
import { readService } from '../local/readService.ts';
import { createSts } from '../local/sts/sts.ts';
import { median } from './measure.ts';
import { accessClaims, CLIENT, ISSUER } from '../test/signedTokens.ts';
import { createTestKey } from '../test/testKey.ts';

const WARM_UP = 200;
const TURNS = 500;

/** Times every call of the SDK's client, signing and parsing included. */
const timeSends = (times: number[]): (() => void) => {
  const send = Reflect.get(STSClient.prototype, 'send') as (...args: unknown[]) => Promise<unknown>;
  const timed = async function (this: STSClient, ...args: unknown[]): Promise<unknown> {
    const start = performance.now();
    try {
      return await send.apply(this, args);
    } finally {
      times.push(performance.now() - start);
    }
  };
  Reflect.set(STSClient.prototype, 'send', timed);
  return () => void Reflect.set(STSClient.prototype, 'send', send);
};

/** @returns the median, in milliseconds */
export const timeHandler = async (): Promise<number> => {
  const service = await readService();
  const sts = createSts({ service });
  const aws = await listen(awsEndpoint({ sts: sts.serve, 'cognito-idp': sts.serve }), 0, 'AWS_PORT');
  const calls: number[] = [];
  const restore = timeSends(calls);
  const log = console.log;
  try {
    const fn = service.functions['vend'];
    if (fn === undefined) throw new Error('serverless.yml has no function vend');
    const key = createTestKey('bench');
    const invoke = vendHandler({
      environment: {
        ...fn.environment,
        AWS_REGION: service.region,
        USER_POOL_ISSUER: ISSUER,
        USER_POOL_CLIENT_ID: CLIENT,
      },
      jwks: key.jwks,
      sts: { endpoint: aws.url, credentials: lambdaCredentials(sts, fn, Date.now) },
    });
    const authorization = key.token(accessClaims({ 'cognito:groups': ['members'], tenant: 'acme' }));
    const beyond: number[] = [];
    console.log = () => undefined;
    for (let turn = 0; turn < WARM_UP + TURNS; turn += 1) {
      calls.length = 0;
      const start = performance.now();
      const { data } = await invoke(
        { field: 'vendCredentials', arguments: {}, authorization },
        { awsRequestId: `bench-${String(turn)}`, getRemainingTimeInMillis: () => 10_000 },
      );
      const whole = performance.now() - start;
      if (data?.scope.s3.length !== 2 || calls.length !== 1)
        throw new Error('The handler did not vend with one call to STS');
      if (turn >= WARM_UP) beyond.push(whole - (calls[0] ?? NaN));
    }
    return median(beyond);
  } finally {
    console.log = log;
    restore();
    await aws.close();
  }
};
