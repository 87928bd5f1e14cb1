/** The shapes that are counted beside ours, in the table's order. */
import { awsTokenVending } from './awsTokenVending.ts';
import { gravitino } from './gravitino.ts';
import { lakekeeper } from './lakekeeper.ts';
import { nessie } from './nessie.ts';
import { polaris } from './polaris.ts';
import type { Shape } from './shape.ts';
import { unityCatalog } from './unityCatalog.ts';

export const shapes: readonly Shape[] = [polaris, lakekeeper, unityCatalog, gravitino, nessie, awsTokenVending];
