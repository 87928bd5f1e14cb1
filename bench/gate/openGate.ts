/** No gate: whoever calls is believed, and nothing is judged. What a gate costs is measured against it. */
import type { CreateGate } from '../../local/gate/gate.ts';
import { onePiece, readWhole } from '../../local/gate/readWhole.ts';
import type { Session } from '../../local/sts/session.ts';

const noTrailers = Object.freeze(Object.create(null) as Record<string, string>);
const tooLong = () => {
  throw new Error('Only small bodies are measured.');
};

/** Reads nothing of a request but its body, when it is asked for, as the gate reads small ones: no checks, no copies. */
export const openGate =
  (session: Session): CreateGate =>
  ({ region }) => ({
    authenticate: ({ headers, body }) => {
      const length = headers['content-length'];
      return Promise.resolve({
        session,
        region,
        presigned: false,
        headers,
        context: {},
        body: onePiece(() => readWhole(body, 64 * 1024, tooLong)),
        length: length === undefined ? undefined : Number(length),
        trailers: () => noTrailers,
      });
    },
    authenticatePost: () => Promise.reject(new Error('Forms are not measured.')),
    judge: () => undefined,
  });
