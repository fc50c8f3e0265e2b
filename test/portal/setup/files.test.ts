import { describe, expect, it } from 'vitest'
import { installCommands } from '../../../portal/firewall/ruleset.ts'
import { answersSchema, readAnswer } from '../../../portal/setup/answers.ts'
import { answersOf, leftOver, parseSettings, setupFiles } from '../../../portal/setup/files.ts'

const ANSWERS = answersSchema.parse({ lan: 'wlan0', wan: 'wwan0' })
const BARE = { has: () => false, before: {} }

function textOf(path: string, ...how: Parameters<typeof setupFiles>): string | undefined {
  return setupFiles(...how).find((file) => file.path === path)?.text
}

describe('what abordo setup writes', () => {
  it('is the settings, the closed rules and the riders’ address, where the access point is another device', () => {
    expect(setupFiles(ANSWERS, BARE).map(({ path }) => path)).toEqual([
      '/etc/abordo/gateway.env',
      '/etc/abordo/closed.nft',
      '/etc/systemd/network/10-abordo.network',
      '/etc/abordo/answers.json',
    ])
    expect(parseSettings(textOf('/etc/abordo/gateway.env', ANSWERS, BARE) ?? '')).toEqual({
      PORTAL_LAN_INTERFACE: 'wlan0',
      PORTAL_WAN_INTERFACE: 'wwan0',
      PORTAL_DATA_DIR: '/var/lib/abordo',
    })
    expect(textOf('/etc/systemd/network/10-abordo.network', ANSWERS, BARE)).toContain('Address=10.55.0.1/22\n')
  })

  it('closes the machine by the very rules that the portal installs for nobody', () => {
    const config = { lanInterface: 'wlan0', wanInterface: 'wwan0', httpPort: 8081, httpsPort: null }
    const closed = textOf('/etc/abordo/closed.nft', ANSWERS, BARE) ?? ''
    expect(closed.split('\n').slice(1).join('\n')).toBe(
      installCommands(config, { down: null, up: null, garden: false }),
    )
    expect(closed).not.toContain('add element')
  })

  it('makes the portal’s side a bridge of both networks, where this machine is the access point', () => {
    const answers = { ...ANSWERS, ssid: 'WiFi a bordo' }
    expect(parseSettings(textOf('/etc/abordo/gateway.env', answers, BARE) ?? '').PORTAL_LAN_INTERFACE).toBe('br-abordo')
    expect(textOf('/etc/systemd/network/10-abordo.network', answers, BARE)).toContain('Name=br-abordo\n')
    expect(textOf('/etc/abordo/closed.nft', answers, BARE)).toContain('iifname "br-abordo"')
    expect(textOf('/etc/abordo/hostapd.conf', answers, BARE)).toContain('interface=wlan0\n')
    expect(leftOver(answers)).toEqual([])
    expect(leftOver(ANSWERS)).toContain('/etc/abordo/hostapd.conf')
  })

  it('keeps settings that no question is about, and drops an answer that was taken back', () => {
    const before = { PORTAL_SIGN_ON: '127.0.0.1:8083', PORTAL_GPSD: '127.0.0.1:2947', PORTAL_HOSTNAME: 'old.example' }
    const answers = { ...ANSWERS, hostname: 'wifi.example.mx' }
    expect(parseSettings(textOf('/etc/abordo/gateway.env', answers, { ...BARE, before }) ?? '')).toEqual({
      PORTAL_LAN_INTERFACE: 'wlan0',
      PORTAL_WAN_INTERFACE: 'wwan0',
      PORTAL_DATA_DIR: '/var/lib/abordo',
      PORTAL_HOSTNAME: 'wifi.example.mx',
      PORTAL_SIGN_ON: '127.0.0.1:8083',
    })
  })

  it('tells NetworkManager to leave the riders’ interface alone, where there is one', () => {
    const has = (path: string) => path === '/etc/NetworkManager/conf.d'
    expect(textOf('/etc/NetworkManager/conf.d/abordo.conf', ANSWERS, { has, before: {} })).toContain(
      'unmanaged-devices=interface-name:wlan0\n',
    )
  })

  it('refuses a setting of before that a shell would read its own way', () => {
    expect(() => setupFiles(ANSWERS, { has: () => false, before: { PORTAL_SIGN_ON: "1'; reboot" } })).toThrow()
    expect(parseSettings('PORTAL_HOSTNAME=a;reboot x\nPORTAL_GPSD="127.0.0.1:2947"\n')).toEqual({
      PORTAL_GPSD: '127.0.0.1:2947',
    })
  })

  it('remembers its answers, and begins anew where they cannot be read', () => {
    const kept = textOf('/etc/abordo/answers.json', { ...ANSWERS, ssid: 'Ñandú' }, BARE) ?? ''
    expect(answersOf(kept)).toEqual({ ...ANSWERS, ssid: 'Ñandú' })
    expect(answersOf('{"lan": ')).toEqual({})
  })
})

describe('an answer of abordo setup', () => {
  it.each([
    ['lan', 'wlan0', 'wlan0'],
    ['lan', 'wlan0"; drop', undefined],
    ['lan', '', undefined],
    ['address', '', '10.55.0.1/22'],
    ['address', '10.1.2.3/24', '10.1.2.3/24'],
    ['address', '10.1.2.3', undefined],
    ['address', '10.1.2.3/31', undefined],
    ['address', '10.1.2.3/24/', undefined],
    ['address', '10.1.2.3/24/\n[Network]\nDHCP=yes', undefined],
    ['wan', '-x', undefined],
    ['wan', '..', undefined],
    ['wan', 'eth0.100', 'eth0.100'],
    ['hostname', '', null],
    ['hostname', 'WiFi.Example.MX', 'wifi.example.mx'],
    ['fleet', 'https://fleet.example.mx/', 'https://fleet.example.mx'],
    ['fleet', 'fleet.example.mx', undefined],
    ['ssid', 'a\nwpa=0', undefined],
    ['gpsd', '127.0.0.1:2947', '127.0.0.1:2947'],
    ['band', '6', undefined],
  ] as const)('to %s of %j is read as %j', (question, typed, read) => {
    expect(readAnswer(question, typed)).toBe(read)
  })
})
