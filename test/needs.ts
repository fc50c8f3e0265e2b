import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { popplerNeeds } from './browser/pdf.ts'
import { busNeeds, chromiumNeeds } from './bus/needs.ts'
import { certificateNeeds } from './certificate/needs.ts'
import { gpsdPath, gpsfakePath } from './fakes/receiver.ts'
import { guestNeeds, wifiNeeds } from './guest/needs.ts'
import { haproxyNeeds } from './haproxy.ts'
import { packageNeeds } from './package/needs.ts'
import { postgresNeeds } from './postgres/needs.ts'
import { straceNeeds } from './power/needs.ts'
import { caddyNeeds, nginxNeeds } from './proxy.ts'

/** Folder of the real GTFS feeds, beside the checkout. */
export const SHARED_GTFS = fileURLToPath(new URL('../../shared/gtfs/', import.meta.url))

/** What some tests need of the machine: null where it is there, else one plain sentence. */
const NEEDS = {
  bus: busNeeds,
  caddy: caddyNeeds,
  certificate: certificateNeeds,
  chromium: chromiumNeeds,
  guest: guestNeeds,
  haproxy: haproxyNeeds,
  gpsd: () => (gpsdPath() === null ? 'gpsd is not installed (Debian package gpsd).' : null),
  gpsfake: () => (gpsfakePath() === null ? 'gpsfake is not installed (Debian packages gpsd, gpsd-clients).' : null),
  package: packageNeeds,
  poppler: popplerNeeds,
  nginx: nginxNeeds,
  postgres: postgresNeeds,
  strace: straceNeeds,
  systemd: () =>
    spawnSync('systemd-analyze', ['--version']).status === 0
      ? null
      : 'systemd-analyze is not installed (Debian package systemd).',
  wifi: wifiNeeds,
  'shared feeds': () => (existsSync(`${SHARED_GTFS}mexico-city.zip`) ? null : 'no ../shared/gtfs beside this checkout'),
} satisfies Record<string, () => string | null>
export type Need = keyof typeof NEEDS

/** What this machine leaves out, each as `need: why`. */
export function leftOut(): string[] {
  return Object.entries(NEEDS).flatMap(([need, why]) => {
    const reason = why()
    return reason === null ? [] : [`${need}: ${reason}`]
  })
}

/** The reasons why tests with these needs cannot run here; none: they can. */
export function missing(needs: Need[]): string[] {
  return needs.flatMap((need) => NEEDS[need]() ?? [])
}
