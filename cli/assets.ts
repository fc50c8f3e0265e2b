import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built dashboard: beside the bundle, or in dist/ of a checkout. Null where it has not been built. */
export function dashboardDir(): string | null {
  const folder = globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/dashboard`
    : fileURLToPath(new URL('../dist/dashboard', import.meta.url))
  return existsSync(`${folder}/index.html`) ? folder : null
}

/** The demo city's GTFS feed, as a folder. */
export function demoFeed(): string {
  return globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/demo-feed`
    : fileURLToPath(new URL('./demo/city/feed', import.meta.url))
}
