/** Condition keys that a client states of itself. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Head } from '../sigv4.ts';

/** Other keys, with aws:UserAgent and aws:Referer, which are absent when the client does not say. */
export const agentContext = (headers: Head['headers'], others: Readonly<Record<string, string>> = {}): Context => {
  const context: Record<string, string> = { ...others };
  if (headers['user-agent'] !== undefined) context['aws:UserAgent'] = headers['user-agent'];
  if (headers['referer'] !== undefined) context['aws:Referer'] = headers['referer'];
  return context;
};
