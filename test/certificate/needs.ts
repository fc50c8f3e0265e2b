import { existsSync } from 'node:fs'

export const PEBBLE = '/usr/bin/pebble'
export const NAMED = '/usr/sbin/named'

/** null where this machine has a CA and a name server for tests, else one plain sentence. */
export function certificateNeeds(): string | null {
  const missing = Object.entries({ [PEBBLE]: 'pebble', [NAMED]: 'bind9' }).filter(([path]) => !existsSync(path))
  if (missing.length === 0) return null
  return `A CA for tests needs programs that are not installed (Debian packages ${missing.map(([, debian]) => debian).join(', ')}).`
}
