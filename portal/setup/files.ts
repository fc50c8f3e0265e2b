import { readPortalConfig } from '../config.ts'
import { closedRuleset } from '../firewall/closed.ts'
import { hostapdFiles, RIDERS_BRIDGE, wifiAnswersSchema } from '../wifi/hostapd.ts'
import { type Answer, type Answers, answersSchema } from './answers.ts'

/** Where a gateway's settings stand; the unit and /usr/bin/abordo read them. */
export const SETTINGS_FILE = '/etc/abordo/gateway.env'
export const CLOSED_FILE = '/etc/abordo/closed.nft'
export const ANSWERS_FILE = '/etc/abordo/answers.json'
export const WIFI_UNIT = 'abordo-wifi.service'
const NETWORK_FILE = '/etc/systemd/network/10-abordo.network'
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
    { path: ANSWERS_FILE, text: `${JSON.stringify(answers, null, 2)}\n` },
    ...wifiFiles(answers),
    ...(has(NETWORK_MANAGER) ? [{ path: `${NETWORK_MANAGER}/abordo.conf`, text: handsOff(answers) }] : []),
  ]
}

/** Files of an access point, where the answers make none of this machine: to be taken away. */
export function leftOver(answers: Answers): string[] {
  return answers.ssid === null ? wifiFiles({ ...answers, ssid: 'none' }).map(({ path }) => path) : []
}

function wifiFiles({ lan, ssid, country, band, channel, owe }: Answers): SetupFile[] {
  if (ssid === null) return []
  const files = hostapdFiles(wifiAnswersSchema.parse({ interface: lan, ssid, country, band, channel, owe }))
  return files.map(({ path, content }) => ({ path, text: content }))
}

/** The interface that the portal sees. An access point's two networks, open and encrypted, are one bridge to it. */
function ridersInterface({ lan, ssid }: Answers): string {
  return ssid === null ? lan : RIDERS_BRIDGE
}

function settingsOf(answers: Answers): Record<string, string> {
  const { wan, hostname, fleet, gpsd } = answers
  return {
    PORTAL_LAN_INTERFACE: ridersInterface(answers),
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

function network(answers: Answers): string {
  return `# Written by "abordo setup": the riders' side.
[Match]
Name=${ridersInterface(answers)}

[Link]
RequiredForOnline=no

[Network]
Address=${answers.address}
ConfigureWithoutCarrier=yes
LinkLocalAddressing=no
IPv6AcceptRA=no
DHCP=no
`
}

function handsOff(answers: Answers): string {
  return `# Written by "abordo setup": systemd-networkd has the riders' side.
[keyfile]
unmanaged-devices=interface-name:${ridersInterface(answers)}
`
}

/** The answers of before, which are offered when setup runs again; none where there are none that can be read. */
export function answersOf(text: string): { [name in Answer]?: Answers[name] | undefined } {
  try {
    return answersSchema.partial().parse(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Reads a file of settings as it was written, or changed by hand: NAME=value lines, quoted or not. */
export function parseSettings(text: string): Record<string, string> {
  const lines = text.matchAll(/^(PORTAL_[A-Z_]+)=(?:'([^'\n]*)'|"([^"\n]*)"|([^\s'"#]*))\s*$/gm)
  return Object.fromEntries([...lines].map(([, name = '', a, b, c]) => [name, a ?? b ?? c ?? '']))
}
