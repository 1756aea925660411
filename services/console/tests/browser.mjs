// A headless Chromium and what the tests ask of it.
import { chromium } from 'playwright-core';

/** Root of the console under test. */
export const root = process.env.WORKFLOW_TEST_URL ?? 'http://127.0.0.1:8000';

/** Why there is no browser; undefined when there is one. */
export const noBrowser = process.env.WORKFLOW_CHROMIUM
  ? undefined
  : 'no Chromium; install the package chromium, or set WORKFLOW_CHROMIUM to the program';

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 390, height: 844 };

/** How long a busy machine may take for anything, in ms. */
export const patience = 180_000;

export const launch = () => chromium.launch({
  executablePath: process.env.WORKFLOW_CHROMIUM,
  timeout: patience,
  args: ['--no-sandbox', '--disable-dev-shm-usage'], // Chromium's sandbox does not work as root
});

/** A page of its own profile. What the browser complains about is kept in `complaints`. */
export async function open(browser, { size = wide, theme = 'light', at = root } = {}) {
  const context = await browser.newContext({ baseURL: at, viewport: size, colorScheme: theme });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.complaints = [];
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('console', message => {
    // A refused request is the API's answer, which the page tells.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) page.complaints.push(message.text());
  });
  return page;
}
