/** A page that shows the React recipe. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectFiles, Files } from '../recipes/react.tsx';

/** Shows the files of whoever the token is of. */
export const start = (endpoint: string, token: string): void => {
  const files = connectFiles(endpoint, () => Promise.resolve(token));
  createRoot(document.getElementById('root') ?? document.body).render(
    <StrictMode>
      <Files files={files} />
    </StrictMode>,
  );
};
export { storedText } from '../stored.ts';
