/** Reads the session policy that a caller passes, and refuses what IAM's grammar does not allow. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import { PolicyError, evaluate } from '../../core/policy/evaluate.ts';
import { StsError } from './stsError.ts';

const malformed = (message: string) => new StsError('MalformedPolicyDocument', message);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
};

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws StsError MalformedPolicyDocument
 */
export const parseSessionPolicy = (text: string): PolicyDocument => {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw malformed('Syntax errors in policy. The document is not a JSON object.');
  }
  try {
    // The evaluator reads a whole document, whatever is asked, before it decides.
    evaluate(document as PolicyDocument, { action: 'sts:GetCallerIdentity', resource: '*', context: {} });
  } catch (error) {
    if (error instanceof PolicyError) throw malformed(`Syntax errors in policy. ${error.message}`);
    throw error;
  }
  return document as PolicyDocument;
};
