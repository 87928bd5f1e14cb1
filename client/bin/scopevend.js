#!/usr/bin/env node
/** The command `scopevend`: runs what was built for publication, or in a checkout the sources. */
import { existsSync } from 'node:fs';

const source = new URL('../cli/scopevend.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import(new URL('../dist/cli.js', import.meta.url).href);
}
