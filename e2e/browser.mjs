// The installed Chromium, and a page in it that notices what a person would not see at once.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
// As root there is no sandbox to be had, and nothing may leave the machine.
const settings = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser that is installed; none is ever fetched. */
export function launch() {
  return chromium.launch({ executablePath: installed(), args: settings });
}

function installed() {
  for (const name of names) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one: a name may be there and only say how to install it.
    }
  }
  throw new Error(`none of ${names.join(', ')} answers to --version: run cargo xtask test, which installs one`);
}

/**
 * Opens a page as one person would have it: width, scheme (`light`, `dark`), language, with or without scripts.
 * Answers the page and a function `troubles()`: what went wrong on it so far.
 */
export async function open(browser, { width = 1280, scheme = 'light', language = 'nl', scripts = true, home } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    locale: language,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const troubles = watch(page, home);
  return { page, troubles, close: () => context.close() };
}

/** Refused by the content security policy, broken scripts, failed requests, and requests to anywhere else. */
function watch(page, home) {
  const troubles = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const elsewhere = home && !request.url().startsWith(`${home}/`) && !request.url().startsWith('data:');
    if (elsewhere) troubles.push(`asks elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  return () => [...troubles];
}
