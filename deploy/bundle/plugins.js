/** The esbuild plugins of the functions' bundles, as serverless-esbuild takes them. */
import { mapsBeside } from './mapsBeside.js';
import { standInPlugin } from './standInPlugin.js';
import { usedServices } from './usedServices.js';

export default [standInPlugin(), usedServices(), mapsBeside()];
