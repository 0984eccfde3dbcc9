// What must hold on every page. Each check answers a list of findings; an empty list is good.

import { createRequire } from 'node:module';

const { source } = createRequire(import.meta.url)('axe-core');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Accessibility, by axe. It is put in by the debugger, so the page's own security policy stays as it is. */
export async function accessibility(page) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
}

/** A page never scrolls sideways; a wide table or picture scrolls inside itself. */
export async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const scrollsItself = (element) => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflowX !== 'visible') return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !scrollsItself(element))
      .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`);
    return [`${scrollWidth} px wide in ${clientWidth}: ${[...new Set(wide)].slice(0, 5).join(', ')}`];
  });
}

/** On a desk a picture is seen whole: whoever has to scroll it sideways does not see who is at the other end. */
export async function pictures(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('figure .scroll')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((region) => `picture cut off: ${region.scrollWidth} px in ${region.clientWidth}: ${region.getAttribute('aria-label')}`),
  );
}

/** One heading of the first level, a title, and the language it is written in. */
export async function head(page, language) {
  const found = [];
  const headings = await page.locator('h1').count();
  if (headings !== 1) found.push(`${headings} headings of the first level`);
  if (!(await page.title()).trim()) found.push('no title');
  const lang = await page.locator('html').getAttribute('lang');
  if (lang !== language) found.push(`says it is in ${lang}, not in ${language}`);
  return found;
}

/** Addresses in the page that lead to a place on it which is not there. */
export async function anchors(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href*="#"]')]
      .filter((link) => link.pathname === location.pathname && link.hash && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
      .map((link) => `leads nowhere on this page: ${link.hash}`),
  );
}

/** Walks the page by keyboard: every stop can be seen, is not covered, and the walk comes to its end. */
export async function keyboard(page, { stops = 400 } = {}) {
  const found = [];
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    const trouble = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return 'end';
      const name = `<${element.localName}> ${(element.textContent ?? '').trim().slice(0, 40)}`;
      const box = element.getClientRects()[0];
      if (!box) return `focus on what cannot be seen: ${name}`;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      if ((outlineStyle === 'none' || Number.parseFloat(outlineWidth) === 0) && boxShadow === 'none') return `no focus ring: ${name}`;
      const onScreen = (at, size) => Math.min(Math.max(at, 1), size - 2);
      const top = document.elementFromPoint(
        onScreen(box.left + Math.min(box.width, innerWidth) / 2, innerWidth),
        onScreen(box.top + Math.min(box.height, innerHeight) / 2, innerHeight),
      );
      const covered = top && top !== element && !element.contains(top) && !top.contains(element);
      return covered ? `covered by <${top.localName} class="${top.className}">: ${name}` : null;
    });
    if (trouble === 'end') return found;
    if (trouble) found.push(trouble);
  }
  found.push(`no end after ${stops} stops`);
  return found;
}
