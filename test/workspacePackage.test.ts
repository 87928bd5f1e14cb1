/** The local stack as a team's own test suite takes it: by its name, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const project = path.resolve(import.meta.dirname, '..');
const program = `
  import { startLocalStack } from '@scopevend/local';
  const [stack, another] = await Promise.all([startLocalStack({ port: 0 }), startLocalStack({ port: 0 })]);
  const { status } = await fetch(stack.graphqlUrl, { method: 'POST', body: '{"query":"{ myGrants { name } }"}' });
  await Promise.all([stack.close(), another.close()]);
  console.log(JSON.stringify({ status, table: stack.service.tables[0]?.name }));
`;

it('starts on free ports beside another, answers and closes', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: project, timeout: 20_000 },
  );
  expect(JSON.parse(stdout)).toEqual({ status: 401, table: 'scopevend-dev-NotesTable' });
}, 25_000);
