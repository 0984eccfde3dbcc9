// Every page that a person can open, once. Paths come after the language: `/nl` + path.

/** Languages of the demo. */
export const languages = ['nl', 'en'];

/** `name` names the screenshots. */
export const pages = [
  { name: 'statement', path: '/privacy' },
  { name: 'versions', path: '/privacy/versions' },
  { name: 'version', path: '/privacy/versions/1' },
  { name: 'cookies', path: '/cookies' },
  { name: 'recipients', path: '/recipients' },
  { name: 'processors', path: '/processors' },
  { name: 'retention', path: '/retention' },
  { name: 'register-controller', path: '/register' },
  { name: 'register-processor', path: '/register/processor' },
  { name: 'map', path: '/map' },
];

/** What the journeys look for: addresses and what links to them. */
export const places = {
  statement: '/privacy',
  map: '/map',
  register: '/register',
  registerCsv: /\.csv$/,
  mapPicture: /\.svg$/,
};
