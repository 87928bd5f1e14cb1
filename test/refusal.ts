/** Takes the service's refusal out of what was refused. */
import { VendError } from '../core/errors.ts';

/** The error that the work throws. Fails when it throws none, or another. */
export const refusalOf = (work: () => unknown): VendError => {
  try {
    work();
  } catch (error) {
    if (error instanceof VendError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

/** Its code, or `none`. */
export const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof VendError) return error.code;
    throw error;
  }
};
