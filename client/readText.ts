/** Reads an answer's body, up to a limit: what serves it may not be what it should be. */
import type { VendResponse } from './vendOptions.ts';

/** A body as it comes in, on platforms that have it so; React Native has not. */
interface Stream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
    cancel(): Promise<void>;
  };
}

const isStream = (body: unknown): body is Stream =>
  typeof body === 'object' && body !== null && 'getReader' in body && typeof body.getReader === 'function';

/** The text, of at most so many bytes; undefined when there is more. */
export const readText = async (response: VendResponse, limit: number): Promise<string | undefined> => {
  if (!isStream(response.body)) {
    const text = await response.text();
    return text.length > limit ? undefined : text;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return text + decoder.decode();
    bytes += value.length;
    if (bytes > limit) {
      // What becomes of the rest is of no interest.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
};
