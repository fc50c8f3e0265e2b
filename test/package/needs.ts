import { existsSync } from 'node:fs'

/** Program and the Debian package that has it. */
const PROGRAMS = {
  '/usr/bin/mmdebstrap': 'mmdebstrap',
  '/usr/bin/systemd-nspawn': 'systemd-container',
  '/usr/bin/dpkg-deb': 'dpkg',
} as const

/** null where this machine can install the package in a clean Debian and boot it, else one plain sentence why not. */
export function packageNeeds(): string | null {
  const missing = Object.entries(PROGRAMS).filter(([program]) => !existsSync(program))
  if (missing.length === 0) return null
  const list = missing.map(([, debian]) => debian).join(', ')
  return `Booting the installed package needs programs that are not installed (Debian packages ${list}).`
}
