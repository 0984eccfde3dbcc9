// Every link that can be followed from the front door leads somewhere, and every page behind one is looked at.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { families, languages, pages } from './pages.mjs';
import { startDemo } from './program.mjs';

let demo;
let visited;
before(async () => {
  demo = await startDemo();
  visited = await crawl(demo.address, ['/', ...languages.flatMap((language) => pages.map(({ path }) => `/${language}${path}`))]);
});
after(() => demo?.stop());

/** Address → what it answered, for everything that can be reached on this host. */
async function crawl(home, start) {
  const answers = new Map();
  const waiting = [...start];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (answers.has(path)) continue;
    const response = await fetch(home + path, { headers: { Accept: 'text/html' } });
    const type = (response.headers.get('content-type') ?? '').split(';')[0];
    const body = await response.text();
    answers.set(path, { status: response.status, type, length: body.length });
    if (type === 'text/html') waiting.push(...links(body, new URL(response.url), home));
  }
  return answers;
}

/** Addresses on this host that the text names, without the place on the page. */
function links(html, page, home) {
  const hrefs = [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
  const addresses = hrefs.map((href) => new URL(href, page)).filter((address) => address.origin === home);
  return addresses.map((address) => address.pathname + address.search);
}

test('no link leads nowhere', () => {
  const dead = [...visited].filter(([, { status, length }]) => status !== 200 || length === 0);
  assert.deepEqual(dead.map(([path, { status }]) => `${status} ${path}`), []);
});

test('every page behind a link is one that the browser looks at', () => {
  const known = new Set(languages.flatMap((language) => pages.map(({ path }) => `/${language}${path}`)));
  const unseen = [...visited]
    .filter(([path, { type }]) => type === 'text/html' && path !== '/' && !known.has(path))
    .map(([path]) => path)
    .filter((path) => !families.some((family) => languages.some((language) => path.startsWith(`/${language}/`) && family.test(path.slice(3)))));
  assert.deepEqual(unseen, [], 'list it in pages.mjs');
});

const kinds = {
  csv: 'application/octet-stream',
  xlsx: 'application/octet-stream',
  json: 'application/json',
  ttl: 'text/turtle',
  jsonld: 'application/ld+json',
  svg: 'image/svg+xml',
  atom: 'application/atom+xml',
};

for (const [ending, expected] of Object.entries(kinds)) {
  test(`files that end in .${ending} are linked, and say what they are`, () => {
    const files = [...visited].filter(([path]) => path.endsWith(`.${ending}`) && !path.endsWith('.schema.json') && /^\/(nl|en)\//.test(path));
    assert.ok(files.length >= languages.length, `${files.length} links`);
    assert.deepEqual([...new Set(files.map(([, { type }]) => type))], [expected]);
  });
}
