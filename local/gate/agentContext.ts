/** Condition keys that a client states of itself. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Head } from '../sigv4.ts';

/** aws:UserAgent and aws:Referer, absent when the client does not say. */
export const agentContext = (headers: Head['headers']): Context => {
  const context: Record<string, string> = {};
  if (headers['user-agent'] !== undefined) context['aws:UserAgent'] = headers['user-agent'];
  if (headers['referer'] !== undefined) context['aws:Referer'] = headers['referer'];
  return context;
};
