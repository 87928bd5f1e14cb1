/** Notices that npm has gone: killed, it takes its shell along and leaves the server behind, on its ports. */

/** Which process this is a child of; a getter of Node that asks the system each time. */
type Kin = Readonly<Pick<NodeJS.Process, 'ppid'>>;

const EVERY_MS = 500;

/**
 * Calls back once when the parent process is another than at first. Only for a process that npm started: somebody who starts
 * one otherwise may mean it to outlive its shell. Windows never changes a parent, so there nothing happens.
 */
export const onParentGone = (
  then: () => void,
  { kin = process, environment = process.env }: { kin?: Kin; environment?: NodeJS.ProcessEnv } = {},
): void => {
  if (environment['npm_lifecycle_event'] !== 'start') return;
  const parent = kin.ppid;
  const timer = setInterval(() => {
    if (kin.ppid === parent) return;
    clearInterval(timer);
    then();
  }, EVERY_MS).unref();
};
