/** Shows what functions log, as one readable line each. A function writes JSON by console.log, as on Lambda. */
import type { Paint } from './paint.ts';

const fieldsOf = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'level' in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The line for a terminal; a line that is not a function's is left as it is. */
export const functionLogLine = (line: string, paint: Paint): string => {
  const fields = fieldsOf(line);
  if (fields === undefined) return line;
  // What CloudWatch makes metrics from tells people nothing: the values are fields of their own.
  const { level, time, outcome, _aws, ...rest } = fields;
  const clock = typeof time === 'string' ? `${time.slice(11, 19)}Z` : '';
  const colour = level === 'INFO' ? 'green' : level === 'WARN' ? 'yellow' : 'red';
  const more = Object.entries(rest).map(([name, value]) => `${name}=${shown(value)}`);
  return [paint('dim', clock), paint(colour, shown(outcome)), paint('dim', more.join(' '))].join('  ');
};
