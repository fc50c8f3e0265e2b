import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpv4, parseMac } from '../../portal/clients/client.ts'
import { neighbourTable, parseArp } from '../../portal/clients/neighbours.ts'
import { readPortalConfig } from '../../portal/config.ts'
import { chooseLanguage } from '../../portal/i18n/language.ts'
import { backoffMs } from '../../portal/outbox/backoff.ts'

const ARP = `IP address       HW type     Flags       HW address            Mask     Device
10.55.0.11       0x1         0x2         02:00:00:00:00:01     *        wlan0
10.55.0.12       0x1         0x0         00:00:00:00:00:00     *        wlan0
192.0.2.1        0x1         0x2         02:00:00:00:00:99     *        wwan0
10.55.0.13       0x1         0x6         02:00:00:00:00:AA     *        wlan0
`

describe('the neighbour table', () => {
  it('knows complete entries of the riders’ interface, in canonical form', () => {
    expect(parseArp(ARP, 'wlan0')).toEqual([
      { mac: '02:00:00:00:00:01', ip: '10.55.0.11' },
      { mac: '02:00:00:00:00:aa', ip: '10.55.0.13' },
    ])
  })

  it('finds a client by the address of its connection, as IPv4 or mapped into IPv6, and nobody else', () => {
    const table = neighbourTable(
      'wlan0',
      () => 0,
      () => ARP,
    )
    expect(table.find('::ffff:10.55.0.11')).toEqual({ mac: '02:00:00:00:00:01', ip: '10.55.0.11' })
    expect([
      table.find('10.55.0.12'),
      table.find('192.0.2.1'),
      table.find('10.55.0.1'),
      table.find('nonsense'),
    ]).toEqual([null, null, null, null])
  })

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseArp(text, 'wlan0')).toEqual([])
      }),
    )
  })
})

describe('addresses', () => {
  it('are taken in one form only: what goes to nft is never what came in', () => {
    const taken = [
      '10.0.0.1',
      '010.0.0.1',
      '10.0.0.256',
      '10.0.0',
      '10.0.0.1 ',
      '1e1.0.0.1',
      '::1',
      '10.0.0.1}',
      '::ffff:10.0.0.1',
    ].map(parseIpv4)
    expect(taken).toEqual(['10.0.0.1', null, null, null, null, null, null, null, '10.0.0.1'])
  })

  it('of groups and of nobody are no client’s', () => {
    const taken = [
      'AA:bb:CC:dd:EE:0f',
      '01:00:5e:00:00:01',
      'ff:ff:ff:ff:ff:ff',
      '00:00:00:00:00:00',
      'aa:bb:cc:dd:ee',
      'aa-bb-cc-dd-ee-ff',
    ].map(parseMac)
    expect(taken).toEqual(['aa:bb:cc:dd:ee:0f', null, null, null, null, null])
  })

  it('that pass hold nothing but digits, letters of hex, dots and colons', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseIpv4(text) ?? '0').toMatch(/^[0-9.]+$/)
        expect(parseMac(text) ?? '0').toMatch(/^[0-9a-f:]+$/)
      }),
    )
  })
})

describe('the portal’s settings', () => {
  const read = (env: Record<string, string>) => () => readPortalConfig({ PORTAL_ENFORCEMENT: 'none', ...env })

  it('have defaults', () => {
    expect(read({})()).toMatchObject({
      enforcement: 'none',
      httpPort: 8081,
      hostname: null,
      accountingIntervalS: 60,
      fleetUrl: null,
      signOn: null,
    })
    expect(read({ PORTAL_SIGN_ON: '192.0.2.7:8083' })().signOn).toEqual({ host: '192.0.2.7', port: 8083 })
    expect(read({ PORTAL_ITXPT: '192.0.2.7' })().itxpt).toEqual({ host: '192.0.2.7', port: 14_005 })
  })

  it.each([
    [{ PORTAL_HTTP_PORT: '80x' }, 'PORTAL_HTTP_PORT is "80x": write a port number from 1 to 65535'],
    [{ PORTAL_HTTP_PORT: '0' }, 'PORTAL_HTTP_PORT is "0": write a port number from 1 to 65535'],
    [{ PORTAL_ENFORCEMENT: 'iptables' }, 'PORTAL_ENFORCEMENT is "iptables": write "nftables", or "none" for a laptop'],
    [{ PORTAL_FLEET_URL: 'fleet' }, 'PORTAL_FLEET_URL is "fleet": write an address such as "https://fleet.example.mx"'],
    [{ PORTAL_HOSTNAME: 'a b' }, 'PORTAL_HOSTNAME is "a b": write a host name such as "wifi.example.mx"'],
    [
      { PORTAL_LAN_INTERFACE: 'wlan0"; flush' },
      'PORTAL_LAN_INTERFACE is "wlan0"; flush": write the name of the riders\' interface, such as "wlan0"',
    ],
    [
      { PORTAL_SIGN_ON: '8083' },
      'PORTAL_SIGN_ON is "8083": write the one address and port at which the driver\'s console signs on, such as "127.0.0.1:8083"',
    ],
    [
      { PORTAL_SIGN_ON: '0.0.0.0:8083' },
      'PORTAL_SIGN_ON is "0.0.0.0:8083": write the one address and port at which the driver\'s console signs on, such as "127.0.0.1:8083"',
    ],
    [
      { PORTAL_LAN_INTERFACE: 'lo', PORTAL_SIGN_ON: '127.0.0.1:8083' },
      'PORTAL_SIGN_ON is "127.0.0.1", which is the riders\' side: write the one address and port at which the driver\'s console signs on, such as "127.0.0.1:8083"',
    ],
    [
      { PORTAL_ITXPT: 'eth1' },
      'PORTAL_ITXPT is "eth1": write the address of this machine in the vehicle\'s ITxPT network, such as "192.0.2.7"',
    ],
    [{ PORTAL_HOSTNMAE: 'x' }, 'PORTAL_HOSTNMAE is not a setting of the portal: see abordo portal --help'],
    [
      { PORTAL_ENFORCEMENT: 'nftables' },
      'PORTAL_LAN_INTERFACE is not set: write the name of the riders\' interface, such as "wlan0"',
    ],
  ])('that are wrong stop the start with one line that names them: %o', (env, line) => {
    expect(read(env)).toThrow(line)
  })
})

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'es'],
    [undefined, 'en-US,en;q=0.9', 'en'],
    [undefined, 'es-MX,en;q=0.9', 'es'],
    [undefined, 'fr,de;q=0.5', 'es'],
    [undefined, 'en;q=0, es;q=0.1', 'es'],
    ['en', 'es', 'en'],
    ['klingon', 'en', 'en'],
    ['constructor', undefined, 'es'],
  ])('chosen %s, with Accept-Language %s, is %s', (chosen, header, language) => {
    expect(chooseLanguage(chosen, header)).toBe(language)
  })
})

describe('waiting before the next attempt', () => {
  it('grows, is spread by chance, ends at two minutes, and is never shorter than the fleet asks', () => {
    expect([1, 2, 5, 50].map((failures) => backoffMs(failures, 1, null, 120_000))).toEqual([
      2000, 4000, 32_000, 120_000,
    ])
    expect([
      backoffMs(5, 0, null, 120_000),
      backoffMs(5, 0.5, null, 120_000),
      backoffMs(1, 0.5, 300_000, 120_000),
    ]).toEqual([0, 16_000, 300_000])
  })
})
