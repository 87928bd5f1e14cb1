/** Amazon Location Service: maps, places and routes of AWS's own provider. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { permit } from './permit.ts';
import { wholeService } from './wholePart.ts';

const provider = (service: string, ...operations: readonly string[]) =>
  permit(
    // AWS's own: no account.
    ({ partition, region }: Resource) => ({ resource: `arn:${partition}:${service}:${region}::provider/default` }),
    ...operations.map((operation) => `${service}:${operation}`),
  );

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_geo-maps.html, list_geo-places.html, list_geo-routes.html
 * and https://docs.aws.amazon.com/location/latest/developerguide/authenticating-using-cognito.html
 */
export const location = defineScope({
  name: 'location',
  realName: null,
  resourceName: /^$/,
  part: wholeService,
  access: {
    MAPS: provider('geo-maps', 'GetTile', 'GetStaticMap'),
    PLACES: provider(
      'geo-places',
      'Autocomplete',
      'Geocode',
      'GetPlace',
      'ReverseGeocode',
      'SearchNearby',
      'SearchText',
      'Suggest',
    ),
    ROUTES: provider(
      'geo-routes',
      'CalculateIsolines',
      'CalculateRouteMatrix',
      'CalculateRoutes',
      'OptimizeWaypoints',
      'SnapToRoads',
    ),
  },
});
