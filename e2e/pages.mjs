// Every page that a person can open, once. Paths come after the language: `/nl` + path.

/** Languages of the demo. */
export const languages = ['nl', 'en'];

/** `name` names the screenshots. */
export const pages = [
  { name: 'statement', path: '/privacy' },
  { name: 'versions', path: '/privacy/versions' },
  { name: 'version', path: '/privacy/versions/1' },
  { name: 'version-check', path: '/privacy/versions/1/check' },
  { name: 'cookies', path: '/cookies' },
  { name: 'recipients', path: '/recipients' },
  { name: 'retention', path: '/retention' },
  { name: 'data-flow', path: '/data-flow' },
  { name: 'register-controller', path: '/register' },
  { name: 'register-processor', path: '/register/processor' },
  { name: 'check', path: '/check' },
  { name: 'language', path: '/language' },
];

/** Pages of which there may be any number; one of each kind is listed above or is made of parts that are. */
export const families = [/^\/privacy\/versions\/\d+$/, /^\/privacy\/versions\/\d+\/check$/, /^\/privacy\/versions\/\d+\/compare\/\d+$/];

/** What the journeys look for: addresses, and what they link to. */
export const places = {
  statement: '/privacy',
  map: '/data-flow',
  mapPicture: /\/data-flow\.svg$/,
  register: '/register',
  registerCsv: /\/register\.csv$/,
};
