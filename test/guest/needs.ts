import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { PLAIN_ENV } from '../bus/command.ts'
import { keptKernel } from './kernel.ts'

/** Program and the Debian package that has it. */
const FOR_A_GUEST = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  tar: 'tar',
  depmod: 'kmod',
  cpio: 'cpio',
  setpriv: 'util-linux',
  xz: 'xz-utils',
} as const
const FOR_WIFI = {
  hostapd: 'hostapd',
  hostapd_cli: 'hostapd',
  wpa_supplicant: 'wpasupplicant',
  wpa_cli: 'wpasupplicant',
  iw: 'iw',
  curl: 'curl',
  pkill: 'procps',
} as const

let guest: string | null | undefined

/** null where this machine can boot Debian's kernel in a guest, else one plain sentence why not. */
export function guestNeeds(): string | null {
  if (guest === undefined) guest = findGuestNeeds()
  return guest
}

/** null where this machine has what the riders' WiFi is tested with, else one plain sentence why not. */
export function wifiNeeds(): string | null {
  return programs('The test of the riders’ WiFi', FOR_WIFI)
}

function findGuestNeeds(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'A guest needs Linux on amd64.'
  if (process.getuid?.() !== 0) return 'A guest needs root: it sees this machine’s files as they are.'
  const missing = programs('A guest', FOR_A_GUEST)
  if (missing !== null || keptKernel() !== null) return missing
  const known = spawnSync('apt-cache', ['policy', 'linux-image-amd64'], { encoding: 'utf8', env: PLAIN_ENV })
  return /Candidate: \d/.test(known.stdout)
    ? null
    : 'A guest needs Debian’s kernel, which apt does not know here (apt-get update).'
}

function programs(what: string, list: Record<string, string>): string | null {
  const folders = (PLAIN_ENV.PATH ?? '').split(':')
  const missing = Object.entries(list).filter(([name]) => !folders.some((folder) => existsSync(`${folder}/${name}`)))
  if (missing.length === 0) return null
  return `${what} needs programs that are not installed: ${missing.map(([name, debian]) => `${name} (Debian package ${debian})`).join(', ')}.`
}
