import { readFileSync } from 'node:fs';
import { document, file } from './document.ts';

it('docs/scopes.md is what the services, the schema and the samples say: npm run docs:scopes writes it', async () => {
  expect(readFileSync(file, 'utf8')).toBe(await document());
});
