/** Compiles one TypeScript file for Jest with esbuild, which keeps failure lines exact. */
import { transformSync } from 'esbuild';

export default {
  process(source, sourcefile) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'es2023',
      sourcemap: true,
      sourcefile,
    });
    return { code, map };
  },
};
