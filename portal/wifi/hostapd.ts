import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Both networks of a gateway, the open and the encrypted one, are ports of this bridge: the riders' interface of the portal. */
export const RIDERS_BRIDGE = 'br-abordo'
/** What keeps riders of different networks apart. A table of its own: the portal's table knows nothing of frames. */
export const APART_TABLE = 'abordo_apart'

/** No channels with radar detection: a bus drives past radars, and each one would silence its WiFi for a minute or more. */
const CHANNELS = { '2.4': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], '5': [36, 40, 44, 48, 149, 153, 157, 161, 165] }

const octetsOf = (text: string) => Buffer.byteLength(text, 'utf8')

/** What a technician is asked about the gateway's WiFi. */
export const wifiAnswersSchema = z
  .strictObject({
    /** The radio, such as "wlan0". Eleven characters: the encrypted network's interface is called the same with "-owe". */
    interface: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,10}$/, 'the name of the radio, such as "wlan0"'),
    /** The network's name: 1 to 32 octets in UTF-8. */
    ssid: z
      .string()
      .refine(
        (text) => Buffer.from(text, 'utf8').toString('utf8') === text && octetsOf(text) >= 1 && octetsOf(text) <= 32,
        '1 to 32 octets',
      )
      // biome-ignore lint/suspicious/noControlCharactersInRegex: no phone shows them, and they are always a slip
      .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), 'without line breaks or other control characters'),
    /** ISO 3166-1: what power and which channels the law allows. */
    country: z
      .string()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'two letters, such as "MX"')
      .default('MX'),
    band: z.enum(['2.4', '5']).default('2.4'),
    channel: z.coerce.number().int().default(6),
    /** Encryption without a password (RFC 8110): beside the open network for phones that cannot, alone, or not at all. */
    owe: z.enum(['transition', 'only', 'off']).default('transition'),
    /** Phones at the same time on each network. */
    maxClients: z.coerce.number().int().min(1).max(2007).default(128),
  })
  .refine(({ band, channel }) => CHANNELS[band].includes(channel), {
    path: ['channel'],
    message: `2.4 GHz: 1 to 13; 5 GHz: ${CHANNELS['5'].join(', ')}`,
  })
export type WifiAnswers = z.output<typeof wifiAnswersSchema>

export interface WifiFile {
  path: string
  content: string
}

/** Everything that makes this machine an access point for riders: files to write, none of them a secret. */
export function hostapdFiles(answers: WifiAnswers): WifiFile[] {
  return [
    { path: '/etc/abordo/hostapd.conf', content: hostapdConfig(answers) },
    { path: '/etc/abordo/apart.nft', content: apartRules() },
    { path: '/etc/systemd/network/20-abordo-bridge.netdev', content: bridge() },
    { path: '/etc/NetworkManager/conf.d/abordo-wifi.conf', content: notNetworkManagers(answers) },
    { path: '/etc/systemd/system/abordo-wifi.service', content: unit() },
  ]
}

/** hostapd's configuration. */
export function hostapdConfig(answers: WifiAnswers): string {
  const { interface: radio, country, band, channel, owe } = answers
  const encrypted = `${radio}-owe`
  const air = [
    `interface=${radio}`,
    'driver=nl80211',
    `country_code=${country}`,
    'ieee80211d=1',
    `hw_mode=${band === '5' ? 'a' : 'g'}`,
    `channel=${channel}`,
    'ieee80211n=1',
    ...(band === '5'
      ? ['ieee80211ac=1']
      : // Not 802.11b: one slow phone, and each beacon, would take the air from all others.
        ['supported_rates=60 90 120 180 240 360 480 540', 'basic_rates=60 120 240']),
  ]
  const named = network(answers, answers.ssid)
  if (owe === 'off') return text([...air, ...named, ...OPEN])
  if (owe === 'only') return text([...air, ...named, ...ENCRYPTED])
  return text([
    ...air,
    ...named,
    ...OPEN,
    `owe_transition_ifname=${encrypted}`,
    // A phone that can OWE learns of this one from the open one's beacons, and takes it by itself; the others never see it.
    `bss=${encrypted}`,
    ...network(answers, hiddenName(answers.ssid)),
    ...ENCRYPTED,
    'ignore_broadcast_ssid=1',
    `owe_transition_ifname=${radio}`,
  ])
}

const OPEN = ['auth_algs=1', 'wpa=0']
const ENCRYPTED = [
  'auth_algs=1',
  'wpa=2',
  'wpa_key_mgmt=OWE',
  'rsn_pairwise=CCMP',
  // Management frames are protected too, as RFC 8110 wants: nobody can throw these phones off with a forged one.
  'ieee80211w=2',
]

/** Of its own, or phones take the two for one network; the same on all buses, so that a phone that knows one knows them all. */
function hiddenName(ssid: string): string {
  return `abordo-${createHash('sha256').update(ssid).digest('hex').slice(0, 16)}`
}

function network({ maxClients }: WifiAnswers, ssid: string): string[] {
  return [
    'ctrl_interface=/run/hostapd',
    `bridge=${RIDERS_BRIDGE}`,
    // In hexadecimal: whatever the name is, it cannot be read as anything else.
    `ssid2=${Buffer.from(ssid, 'utf8').toString('hex')}`,
    'utf8_ssid=1',
    'wmm_enabled=1',
    'ap_isolate=1',
    `max_num_sta=${maxClients}`,
  ]
}

/** hostapd keeps riders of one network apart, these rules those of different ones: nothing crosses the bridge. */
function apartRules(): string {
  return text([
    `add table bridge ${APART_TABLE}`,
    `delete table bridge ${APART_TABLE}`,
    `add table bridge ${APART_TABLE}`,
    `add chain bridge ${APART_TABLE} forward { type filter hook forward priority filter; policy accept; }`,
    `add rule bridge ${APART_TABLE} forward meta ibrname "${RIDERS_BRIDGE}" drop`,
  ])
}

function bridge(): string {
  return text(['[NetDev]', `Name=${RIDERS_BRIDGE}`, 'Kind=bridge', '', '[Bridge]', 'STP=no', 'ForwardDelaySec=0'])
}

function notNetworkManagers({ interface: radio }: WifiAnswers): string {
  const ours = [radio, `${radio}-owe`, RIDERS_BRIDGE].map((name) => `interface-name:${name}`)
  return text(['[keyfile]', `unmanaged-devices=${ours.join(';')}`])
}

/** A unit of our own: Debian's is masked until it has a configuration in its own place. */
function unit(): string {
  return text([
    '[Unit]',
    'Description=WiFi for the riders',
    'After=abordo-closed.service systemd-networkd.service',
    'Wants=abordo-closed.service',
    // The radio may come late, or go and come again: hostapd is tried for ever.
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    // No network without the rules that keep its riders apart.
    'ExecStartPre=/usr/sbin/nft -f /etc/abordo/apart.nft',
    'ExecStart=/usr/sbin/hostapd /etc/abordo/hostapd.conf',
    'ExecReload=/bin/kill -HUP $MAINPID',
    'Restart=always',
    'RestartSec=5',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'PrivateTmp=yes',
    'RuntimeDirectory=hostapd',
    'CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ])
}

function text(lines: string[]): string {
  return `${lines.join('\n')}\n`
}
