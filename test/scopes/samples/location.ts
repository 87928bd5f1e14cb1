/** Maps, where maps and places are granted. */
import type { ScopeSample } from '../sample.ts';

const provider = (service: string, region = 'eu-central-1') => `arn:aws:${service}:${region}::provider/default`;
const maps = {
  Effect: 'Allow',
  Action: ['geo-maps:GetTile', 'geo-maps:GetStaticMap'],
  Resource: provider('geo-maps'),
} as const;

export const location: ScopeSample = {
  resource: {},
  grant: { whole: true, access: ['MAPS', 'PLACES'] },
  ask: { access: ['MAPS'] },
  policy: [maps],
  vendPolicy: [
    maps,
    {
      Effect: 'Allow',
      Action: [
        'geo-places:Autocomplete',
        'geo-places:Geocode',
        'geo-places:GetPlace',
        'geo-places:ReverseGeocode',
        'geo-places:SearchNearby',
        'geo-places:SearchText',
        'geo-places:Suggest',
      ],
      Resource: provider('geo-places'),
    },
  ],
  allowed: maps.Action.map((action) => ({ action, resource: provider('geo-maps') })),
  denied: [
    { action: 'geo-maps:GetTile', resource: provider('geo-maps', 'us-east-1') },
    { action: 'geo-places:SearchText', resource: provider('geo-places') },
    { action: 'geo-routes:CalculateRoutes', resource: provider('geo-routes') },
  ],
};
