import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where `ip` keeps the namespaces, and what it mounts over /etc in each. */
export const NAMESPACES = '/run/netns'
export const ETC_NETNS = '/etc/netns'

const FOLDER_PREFIX = 'abordo-bus-'

/** `gw` is the gateway, `inet` the internet host, `crowd` holds many phones at once. */
export type PlaceName = 'gw' | 'inet' | 'crowd' | `phone${number}`

export function randomId(): string {
  return randomBytes(4).toString('hex')
}

export function checkId(id: string): void {
  if (!/^[a-z0-9]{1,12}$/.test(id)) throw new Error(`a bus's id is 1 to 12 of a-z and 0-9, not "${id}"`)
}

export function namespaceOf(id: string, place: PlaceName): string {
  return `abordo-${id}-${place}`
}

/** Prefix of everything of this bus that has a name on the machine. */
export function prefixOf(id: string): string {
  return `abordo-${id}-`
}

/** The bus's folder for logs, leases and the owner's pid; removed with the bus. */
export function folderOf(id: string): string {
  return join(tmpdir(), `${FOLDER_PREFIX}${id}`)
}

/** The id where this is the name of a bus's folder. */
export function idOfFolder(name: string): string | null {
  return /^abordo-bus-([a-z0-9]{1,12})$/.exec(name)?.[1] ?? null
}
