// The checks themselves: each first finds a planted bug.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';
import * as checks from './checks.mjs';
import { startStandIn } from './stand-in.mjs';

let server;
let browser;
before(async () => {
  server = await startStandIn();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Everything that the checks find on a page of the stand-in. */
async function findings(path, { width = 390 } = {}) {
  const { page, troubles, close } = await open(browser, { width, home: server.address });
  await page.goto(server.address + path);
  const found = [
    ...(await checks.accessibility(page)),
    ...(await checks.sideways(page)),
    ...(await checks.pictures(page)),
    ...(await checks.head(page, 'nl')),
    ...(await checks.anchors(page)),
    ...(await checks.keyboard(page)),
    ...troubles(),
  ];
  await close();
  return found;
}

test('a good page has no finding', async () => {
  assert.deepEqual(await findings('/good'), []);
});

const expected = {
  '/pale': /^color-contrast:/,
  '/no-alt': /^image-alt:/,
  '/two-headings': /^2 headings of the first level/,
  '/wrong-language': /^says it is in en, not in nl/,
  '/dead-anchor': /^leads nowhere on this page: #gone/,
  '/wide': /^9\d\d px wide in 390: <div class="wide">/,
  '/cut-picture': /^picture cut off: 900 px in \d+: Kaart/,
  '/no-ring': /^no focus ring: <a> Geen rand/,
  '/inline-style': /^console: .*Content Security Policy/,
  '/script': /^console: .*Content Security Policy/,
  '/elsewhere': /^asks elsewhere: http:\/\/127\.0\.0\.2/,
  '/missing-file': /^404: .*\/gone\.png/,
};

for (const [path, pattern] of Object.entries(expected)) {
  test(`a planted bug is found: ${path.slice(1)}`, async () => {
    const found = await findings(path);
    assert.ok(found.some((finding) => pattern.test(finding)), `${pattern} is not among:\n${found.join('\n')}`);
  });
}
