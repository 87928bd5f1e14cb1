/** Condition keys that a client states of itself. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Head } from '../sigv4.ts';

/** aws:UserAgent and aws:Referer, absent when the client does not say. */
export const agentContext = (headers: Head['headers']): Context => ({
  ...(headers['user-agent'] !== undefined && { 'aws:UserAgent': headers['user-agent'] }),
  ...(headers['referer'] !== undefined && { 'aws:Referer': headers['referer'] }),
});
