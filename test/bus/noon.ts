import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { DEMO_FEED } from './ride.ts'

const HOUR_MS = 3_600_000

/**
 * The demo's feed, in a city where it is about noon now, and what is kept for a day does not end while a test runs, whatever the hour is
 * here. Returns its folder.
 */
export function feedOfNoon(folder: string): string {
  const feed = `${folder}/feed-of-noon`
  cpSync(DEMO_FEED, feed, { recursive: true })
  const agencies = readFileSync(`${feed}/agency.txt`, 'utf8')
  writeFileSync(`${feed}/agency.txt`, agencies.replaceAll('America/Mexico_City', zoneOfNoon(Date.now())))
  return feed
}

/** `now`: ms since 1970. */
function zoneOfNoon(now: number): string {
  const behind = (Math.floor(now / HOUR_MS) % 24) - 12
  // Their names say how far behind UTC they are: at 18:00 it is noon in Etc/GMT+6.
  return `Etc/GMT${behind < 0 ? behind : `+${behind}`}`
}
