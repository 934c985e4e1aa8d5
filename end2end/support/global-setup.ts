/** One server for all tests that need none of their own. Its log is judged at the end, and may fail the run. */

import { Server } from './server.ts';

export default async function start(): Promise<() => Promise<void>> {
  const server = await Server.start('server');
  process.env.STUDIO_URL = server.url;
  return () => server.stop();
}
