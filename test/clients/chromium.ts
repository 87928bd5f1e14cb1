/** A headless Chromium with a profile of its own, to which AWS's host names are the local stack. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macos = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @throws Error that says how to get one when there is none */
const executable = (): string => {
  const told = process.env['CHROMIUM'];
  const found = [
    ...(told === undefined ? [] : [told]),
    ...(process.env['PATH'] ?? '')
      .split(path.delimiter)
      .flatMap((folder) => names.map((name) => path.join(folder, name))),
    ...macos,
  ].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(
    'There is no Chromium. Install one (Debian: apt-get install chromium), or set CHROMIUM to where it is.',
  );
};

/** `awsPort` is where AWS's host names lead to, of 127.0.0.1. To be closed. */
export const launchChromium = (awsPort: number): Promise<Browser> =>
  chromium.launch({
    executablePath: executable(),
    args: [
      `--host-resolver-rules=MAP *.amazonaws.com:443 127.0.0.1:${String(awsPort)}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      // For the certificate of `awsNames.ts`: Playwright's own option does not reach service workers.
      '--ignore-certificate-errors',
      '--disable-quic',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
