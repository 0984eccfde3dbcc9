// What a visitor comes for, from the link that the demo prints.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { places } from './pages.mjs';
import { startDemo } from './program.mjs';

let demo;
let browser;
before(async () => {
  demo = await startDemo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Walks with a visitor of this language; nothing may go wrong underway. */
async function walk(settings, steps) {
  const { page, troubles, close } = await open(browser, { home: demo.address, ...settings });
  try {
    await steps(page);
    assert.deepEqual(troubles(), []);
  } finally {
    await close();
  }
}

const pathOf = (page) => new URL(page.url()).pathname;

for (const [language, expected] of [['nl', 'nl'], ['en-GB', 'en'], ['fr', null]]) {
  test(`the link of the demo opens the statement for a visitor who reads ${language}`, () =>
    walk({ language }, async (page) => {
      await page.goto(demo.address);
      assert.match(pathOf(page), new RegExp(`^/${expected ?? '(nl|en)'}${places.statement}$`));
      const lang = await page.locator('html').getAttribute('lang');
      assert.equal(pathOf(page).split('/')[1], lang);
    }));
}

test('a visitor switches language and stays on the same page', () =>
  walk({ language: 'nl' }, async (page) => {
    await page.goto(`${demo.address}/nl${places.statement}`);
    const dutch = await page.locator('h1').innerText();
    await page.locator('nav.languages a[hreflang="en"]').click();
    assert.equal(pathOf(page), `/en${places.statement}`);
    assert.notEqual(await page.locator('h1').innerText(), dutch);
    await page.locator('nav.languages a[hreflang="nl"]').click();
    assert.equal(await page.locator('h1').innerText(), dutch);
  }));

test('the table of contents leads to every part of the statement', () =>
  walk({ language: 'en' }, async (page) => {
    await page.goto(`${demo.address}/en${places.statement}`);
    const entries = page.locator('nav.toc a');
    const count = await entries.count();
    assert.ok(count >= 5, `${count} entries`);
    for (let entry = 0; entry < count; entry += 1) {
      const target = await entries.nth(entry).getAttribute('href');
      await entries.nth(entry).click();
      const heading = page.locator(target).first();
      assert.ok(await heading.isVisible(), target);
      const box = await heading.boundingBox();
      assert.ok(box.y < 900 && box.y + box.height > 0, `${target} is off the screen at ${box.y}`);
    }
  }));

test('the data-flow map can be seen as a picture and read as a table', () =>
  walk({ language: 'nl' }, async (page) => {
    await page.goto(`${demo.address}/nl${places.map}`);
    assert.ok(await page.locator('figure.picture svg').first().isVisible());
    const table = page.locator('main table').first();
    const summary = page.locator('main details > summary').first();
    if (!(await table.isVisible())) await summary.click();
    assert.ok(await table.isVisible());
    assert.ok((await table.locator('tbody tr').count()) >= 3);
  }));

test('the picture of the map has an address of its own', () =>
  walk({ language: 'nl' }, async (page) => {
    const href = await linkOn(page, `/nl${places.map}`, places.mapPicture);
    const answer = await page.request.get(new URL(href, demo.address).href);
    assert.equal(answer.status(), 200);
    assert.match(answer.headers()['content-type'], /^image\/svg\+xml/);
  }));

test('the register can be taken along as CSV', () =>
  walk({ language: 'nl' }, async (page) => {
    const href = await linkOn(page, `/nl${places.register}`, places.registerCsv);
    const waiting = page.waitForEvent('download');
    await page.locator(`main a[href="${href}"]`).first().click();
    const download = await waiting;
    const text = await readFile(await download.path(), 'utf8');
    assert.match(download.suggestedFilename(), /\.csv$/);
    assert.equal(text.charCodeAt(0), 0xfeff, 'spreadsheets read UTF-8 by its mark');
    const lines = text.trim().split('\n');
    assert.ok(lines.length >= 3 && lines[0].includes(';'), lines[0]);
  }));

/** The first link in the body of a page that matches. */
async function linkOn(page, path, pattern) {
  await page.goto(demo.address + path);
  const hrefs = await page.locator('main a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const href = hrefs.find((link) => pattern.test(link));
  assert.ok(href, `no link like ${pattern} on ${path}: ${hrefs.join(' ')}`);
  return href;
}

test('by keyboard alone the first stop skips to the content', () =>
  walk({ language: 'en' }, async (page) => {
    await page.goto(`${demo.address}/en${places.statement}`);
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip');
    assert.ok(await skip.evaluate((link) => link === document.activeElement));
    const box = await skip.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.width > 0, JSON.stringify(box));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)), 'focus moves on inside the content');
  }));

test('every page of the demo says that it is a demo', () =>
  walk({ language: 'nl' }, async (page) => {
    for (const path of [places.statement, places.map, places.register]) {
      await page.goto(`${demo.address}/nl${path}`);
      assert.ok(await page.locator('.demo').isVisible(), path);
    }
  }));

test('an unknown address is answered with a page that leads back', async () => {
  const { page, close } = await open(browser, { language: 'nl' });
  const answer = await page.goto(`${demo.address}/nl/bestaat-niet`);
  assert.equal(answer.status(), 404);
  await page.locator('a.brand').click();
  assert.equal((await page.locator('h1').count()), 1);
  await close();
});
