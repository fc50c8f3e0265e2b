import { readPortalConfig } from '../config.ts'
import { closedRuleset } from '../firewall/closed.ts'
import type { Answers } from './answers.ts'

/** Where a gateway's settings stand; the unit and /usr/bin/abordo read them. */
export const SETTINGS_FILE = '/etc/abordo/gateway.env'
export const CLOSED_FILE = '/etc/abordo/closed.nft'
export const NETWORK_FILE = '/etc/systemd/network/10-abordo.network'
const NETWORK_MANAGER = '/etc/NetworkManager/conf.d'

export interface SetupFile {
  path: string
  text: string
}

/**
 * Everything that the answers make. `has`: whether a folder is there, by which other programs are known. `before`: the settings that
 * stand; those that no question is about are kept.
 */
export function setupFiles(
  answers: Answers,
  { has, before }: { has: (path: string) => boolean; before: Record<string, string> },
): SetupFile[] {
  const settings = { ...settingsOf(answers), ...others(before) }
  const config = readPortalConfig(settings, { interfacesThere: false })
  return [
    { path: SETTINGS_FILE, text: settingsText(settings) },
    { path: CLOSED_FILE, text: closedRuleset(config) },
    { path: NETWORK_FILE, text: network(answers) },
    ...(has(NETWORK_MANAGER) ? [{ path: `${NETWORK_MANAGER}/abordo.conf`, text: handsOff(answers) }] : []),
  ]
}

function settingsOf({ lan, wan, hostname, fleet, gpsd }: Answers): Record<string, string> {
  return {
    PORTAL_LAN_INTERFACE: lan,
    PORTAL_WAN_INTERFACE: wan,
    PORTAL_DATA_DIR: '/var/lib/abordo',
    ...(hostname === null ? {} : { PORTAL_HOSTNAME: hostname }),
    ...(fleet === null ? {} : { PORTAL_FLEET_URL: fleet }),
    ...(gpsd === null ? {} : { PORTAL_GPSD: gpsd }),
  }
}

const ASKED = ['LAN_INTERFACE', 'WAN_INTERFACE', 'DATA_DIR', 'HOSTNAME', 'FLEET_URL', 'GPSD']

function others(before: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(before).filter(([name]) => !ASKED.includes(name.replace(/^PORTAL_/, ''))))
}

/** For systemd and for a shell: no value has a character that either would read its own way, or it stands in quotes. */
function settingsText(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    if (/['\\\p{Cc}]/u.test(value)) throw new Error(`${name} cannot hold a quote, a backslash or a line break`)
    return `${name}='${value}'\n`
  })
  return `# Written by "abordo setup". "abordo portal --help" names all settings; what is added here is kept.\n${lines.join('')}`
}

function network({ lan, address }: Answers): string {
  return `# Written by "abordo setup": the riders' side.
[Match]
Name=${lan}

[Link]
RequiredForOnline=no

[Network]
Address=${address}
ConfigureWithoutCarrier=yes
LinkLocalAddressing=no
IPv6AcceptRA=no
DHCP=no
`
}

function handsOff({ lan }: Answers): string {
  return `# Written by "abordo setup": systemd-networkd has the riders' side.
[keyfile]
unmanaged-devices=interface-name:${lan}
`
}

/** The answers of before, from the settings that they made: what is offered when setup runs again. */
export function answersOf(settings: Record<string, string | undefined>, networkText: string): Record<string, string> {
  const before = {
    lan: settings.PORTAL_LAN_INTERFACE,
    wan: settings.PORTAL_WAN_INTERFACE,
    address: /^Address=(.+)$/m.exec(networkText)?.[1],
    hostname: settings.PORTAL_HOSTNAME,
    fleet: settings.PORTAL_FLEET_URL,
    gpsd: settings.PORTAL_GPSD,
  }
  return Object.fromEntries(Object.entries(before).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Reads a file of settings as it was written, or changed by hand: NAME=value lines, quoted or not. */
export function parseSettings(text: string): Record<string, string> {
  const lines = text.matchAll(/^(PORTAL_[A-Z_]+)=(?:'([^'\n]*)'|"([^"\n]*)"|([^\s'"#]*))\s*$/gm)
  return Object.fromEntries([...lines].map(([, name = '', a, b, c]) => [name, a ?? b ?? c ?? '']))
}
