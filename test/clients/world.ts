/** What each test of a client starts: the local stack, AWS's host names before it, Chromium, and pages in it. */
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { signIn } from '../../local/calls/signIn.ts';
import { samplePassword, sampleUsers } from '../../local/cognito/sampleUsers.ts';
import type { LocalStack } from '../../local/stack.ts';
import { startLocalStack } from '../../local/stack.ts';
import { startAwsNames } from './awsNames.ts';
import { captureLog } from '../logWatch.ts';
import { launchChromium } from './chromium.ts';
import type { Place } from './place.ts';
import { servePage } from './pages.ts';

/** A request that was sent; without the body if it is for S3. */
export interface SentRequest {
  readonly url: string;
  readonly body: string;
}

/** A page, all that it wrote to its console or threw, and all that it sent. */
export interface OpenPage {
  readonly page: Page;
  readonly written: readonly string[];
  readonly sent: readonly SentRequest[];
}

/** The sub of a sample user. */
export const subOf = (name: string): string => sampleUsers.find(({ username }) => username === name)?.sub ?? '';

/** A running world. */
export interface World {
  readonly stack: LocalStack;
  readonly place: Place;
  /** How often credentials were vended. */
  readonly vends: () => number;
  /** Path and query of what was asked of AWS's host names. */
  readonly askedOfAws: readonly string[];
  /** An access token of a sample user, as Amplify sends it. */
  readonly tokenOf: (username: string) => Promise<string>;
  /** Opens a page with a script of this folder, in a profile of its own. */
  readonly open: (script: string, worker?: string) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

const watch = (page: Page): OpenPage => {
  const written: string[] = [];
  const sent: SentRequest[] = [];
  page.on('console', (message) => written.push(message.text()));
  page.on('pageerror', (error) => written.push(error.stack ?? error.message));
  page.on('request', (request) => {
    const url = request.url();
    // What is uploaded is nobody's concern here, and large.
    sent.push({ url, body: /\.s3\./.test(url) ? '' : (request.postData() ?? '') });
  });
  return { page, written, sent };
};

/** Starts it, on free ports. What the functions log is searched for secrets, not shown. To be closed. */
export const startWorld = async (): Promise<World> => {
  captureLog('log');
  let vends = 0;
  const stack = await startLocalStack({
    port: 0,
    awsPort: 0,
    onStsCall: ({ outcome }) => (vends += outcome === 'Success' ? 1 : 0),
  });
  const names = await startAwsNames(stack.awsUrl).catch(async (error: unknown) => {
    await stack.close();
    throw error;
  });
  const closing: (() => Promise<void>)[] = [names.close, stack.close];
  let launched: Promise<Browser> | undefined;
  const { userPool, buckets, region } = stack.service;
  const clientId = userPool.client.id;
  return {
    stack,
    place: {
      endpoint: stack.graphqlUrl,
      region,
      bucket: buckets[0]?.name ?? '',
      userPoolId: userPool.id,
      userPoolClientId: clientId,
    },
    vends: () => vends,
    askedOfAws: names.asked,
    tokenOf: async (username) =>
      (await signIn({ awsUrl: stack.awsUrl, clientId }, { username, password: samplePassword })).accessToken,
    open: async (script, worker) => {
      launched ??= launchChromium(names.port);
      const [browser, served] = await Promise.all([launched, servePage(script, worker)]);
      closing.unshift(served.close);
      const opened = watch(await (await browser.newContext()).newPage());
      await opened.page.goto(served.url);
      return opened;
    },
    close: async () => {
      await (await launched)?.close();
      for (const close of closing) await close();
      jest.restoreAllMocks();
    },
  };
};
