/** Says what is going on when it takes longer than a second. */

/** Told of each step as it begins. */
export interface Progress {
  step(name: string): void;
  /** Says no more. */
  done(): void;
}

const PATIENCE_MS = 1_000;

/** A line for each step that has been going on for a second. */
export const createProgress = (write: (line: string) => void, patienceMs = PATIENCE_MS): Progress => {
  let timer: NodeJS.Timeout | undefined;
  return {
    step: (name) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        write(`  ${name} …\n`);
      }, patienceMs).unref();
    },
    done: () => {
      clearTimeout(timer);
    },
  };
};
