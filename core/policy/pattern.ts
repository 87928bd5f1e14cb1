/** Text of a client or an operator as IAM reads it: literally. Both need a policy of Version 2012-10-17. */

/**
 * Escapes `*`, `?` and `$`, the characters that IAM would interpret in a Resource or a StringLike value, as `${*}`, `${?}`
 * and `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export const literal = (text: string): string => text.replace(/[*?$]/g, '${$&}');

/**
 * Escapes `$` as `${$}` for a StringEquals value. There `${…}` is a variable as everywhere, `*` and `?` stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const equalTo = (text: string): string => text.replace(/\$/g, '${$$}');

/** The text that a pattern matches when it matches one only; undefined with a wildcard in it, or a variable. */
export const onlyMatch = (pattern: string): string | undefined => {
  const text = pattern.replace(/\$\{([*?$])\}/g, '');
  return /[*?]|\$\{/.test(text) ? undefined : pattern.replace(/\$\{([*?$])\}/g, '$1');
};
