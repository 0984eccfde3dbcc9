// Every page, in every language, at both widths, light and dark.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';
import * as checks from './checks.mjs';
import { languages, pages } from './pages.mjs';
import { startDemo } from './program.mjs';

const shots = new URL('shots/', import.meta.url).pathname;
const looks = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
];

let demo;
let browser;
before(async () => {
  await mkdir(shots, { recursive: true });
  demo = await startDemo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Opens one page, hands it to `look`, and fails with everything that was found. */
async function visit(path, settings, look) {
  const { page, troubles, close } = await open(browser, { home: demo.address, ...settings });
  try {
    await page.goto(demo.address + path);
    const found = [...(await look(page)), ...troubles()];
    assert.deepEqual([...new Set(found)], [], path);
  } finally {
    await close();
  }
}

for (const { name, path } of pages) {
  for (const language of languages) {
    const address = `/${language}${path}`;

    for (const { width, scheme } of looks) {
      test(`${address} is accessible at ${width} px, ${scheme}`, () =>
        visit(address, { width, scheme, language }, async (page) => {
          await page.screenshot({ path: `${shots}${name}-${language}-${width}-${scheme}.png`, fullPage: true });
          const found = [...(await checks.accessibility(page)), ...(await checks.head(page, language)), ...(await checks.anchors(page))];
          return width < 1280 ? found : [...found, ...(await checks.pictures(page))];
        }));
    }

    test(`${address} does not scroll sideways at 320 px`, () => visit(address, { width: 320, language }, checks.sideways));

    test(`${address} can be walked by keyboard`, () => visit(address, { language }, checks.keyboard));

    test(`${address} says the same without scripts`, async () => {
      let withScripts;
      await visit(address, { language }, async (page) => {
        withScripts = await page.locator('main').innerText();
        return [];
      });
      await visit(address, { language, scripts: false }, async (page) => {
        const without = await page.locator('main').innerText();
        return without === withScripts ? [] : ['reads differently without scripts'];
      });
    });

    test(`${address} prints`, () =>
      visit(address, { language, scheme: 'dark' }, async (page) => {
        await page.pdf({ path: `${shots}${name}-${language}.pdf`, format: 'A4' });
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const white = ['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper);
        return [...(white ? [] : [`prints on ${paper}`]), ...(await checks.accessibility(page))];
      }));
  }
}
