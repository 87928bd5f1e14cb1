/** The page's own script, in the browser: signs in as the chosen sample user and sends GraphiQL's queries as that user. */

/** The signed-in user. Only ever here, in memory: neither storage nor URL nor header editor gets the token. */
let session;

const show = (text, bad = false) => {
  const who = document.querySelector('#who');
  who.textContent = text;
  who.classList.toggle('bad', bad);
};

const signIn = async (username) => {
  const answer = await fetch('token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  });
  const { idToken, expiresInSeconds, message } = await answer.json();
  if (!answer.ok) throw new Error(message);
  return { username, idToken, staleAt: Date.now() + (expiresInSeconds - 60) * 1000 };
};

const describe = ({ groups, tenant }) =>
  `${groups.length > 0 ? `group${groups.length > 1 ? 's' : ''} ${groups.join(', ')}` : 'in no group'} · ${tenant ? `tenant ${tenant}` : 'no tenant'}`;

const choose = (user) => {
  const mine = signIn(user.username);
  session = mine;
  show('Signing in …');
  // Somebody else may have been chosen in the meantime.
  const showMine = (...what) => session === mine && show(...what);
  mine.then(
    () => showMine(describe(user)),
    (error) => showMine(`${user.username} could not sign in: ${error.message}`, true),
  );
};

/** Signs in again, unless somebody else has been chosen in the meantime. */
const renew = (stale, username) => {
  if (session === stale) session = signIn(username);
};

const userSwitch = (users) => {
  const fieldset = document.querySelector('#users');
  for (const [index, user] of users.entries()) {
    const input = Object.assign(document.createElement('input'), {
      type: 'radio',
      name: 'user',
      value: user.username,
      checked: index === 0,
    });
    input.addEventListener('change', () => choose(user));
    const label = document.createElement('label');
    label.title = describe(user);
    label.append(input, user.username);
    fieldset.append(label);
  }
  choose(users[0]);
};

const post = async (body) => {
  const sender = session;
  const { idToken, username, staleAt } = await sender;
  if (staleAt < Date.now()) {
    renew(sender, username);
    return post(body);
  }
  const answer = await fetch('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: idToken },
    body: JSON.stringify(body),
  });
  // After a 401, which comes when the stack was started again with another signing key, the next try is with a new token.
  if (answer.status === 401) renew(sender, username);
  return { status: answer.status, body: await answer.json() };
};

const fetcher = async ({ query, variables, operationName }) => {
  const answer = await post({ query, variables, operationName });
  return answer.status === 401 ? (await post({ query, variables, operationName })).body : answer.body;
};

globalThis.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => `${label}.worker.js`,
};

const read = async (path) => (await fetch(path)).json();
const [{ users }, queries] = await Promise.all([read('stack.json'), read('queries.json')]);
userSwitch(users);
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#graphiql'), {
  fetcher,
  // Edited queries last as long as the browser's tab; answers and headers are never stored.
  storage: sessionStorage,
  shouldPersistHeaders: false,
  showPersistHeadersSettings: false,
  isHeadersEditorEnabled: false,
  defaultEditorToolsVisibility: false,
  defaultTabs: queries.map((query) => ({ query })),
  onEditQuery: () => undefined,
});
