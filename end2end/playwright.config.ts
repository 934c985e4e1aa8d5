import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The system's own browser: nothing is downloaded. */
function chromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = ['chromium', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!found) throw new Error('no Chromium found: install it, or set CHROMIUM to its path');
  return found;
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

export default defineConfig({
  testDir: 'tests',
  outputDir: 'artefacts/failures',
  globalSetup: './support/global-setup.ts',
  fullyParallel: true,
  workers: Number(process.env.STUDIO_TEST_WORKERS ?? 2),
  // A test that passes at the second try has found something.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  // Generous: a debug build on two cores, shared by server, models, database and browsers.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['./support/summary.ts']],
  use: {
    baseURL: process.env.STUDIO_URL,
    trace: 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    launchOptions: {
      executablePath: chromium(),
      // Chromium's own errands would only fail on a machine without the internet.
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
        '--disable-quic',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: phone, testMatch: ['accessibility', 'journey', 'korean', 'layout', 'painting', 'screens'].map((name) => `${name}.spec.ts`) },
    { name: 'tablet', use: { viewport: { width: 1024, height: 768 } }, testMatch: 'screens.spec.ts' },
  ],
});
