/** Text of a client or an operator as IAM reads it: literally. */

/**
 * Escapes `*`, `?` and `$`, the characters that IAM would interpret in a Resource or a StringLike value, as `${*}`, `${?}`
 * and `${$}`. Needs a policy of Version 2012-10-17.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export const literal = (text: string): string => text.replace(/[*?$]/g, '${$&}');
