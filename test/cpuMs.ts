/** How much processor time something takes: unlike time by the clock, what else the machine does hardly counts. */

/** Milliseconds of this process, while `work` runs. */
export const cpuMs = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
