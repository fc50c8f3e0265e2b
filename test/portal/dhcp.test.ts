import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captivePortalApiUrl, type DnsmasqSettings, dnsmasqConfig } from '../../portal/dhcp/config.ts'
import { poolOf, poolUsage } from '../../portal/dhcp/pool.ts'
import { upstreamResolvFile } from '../../portal/dhcp/resolv.ts'

const SETTINGS: DnsmasqSettings = {
  lanInterface: 'wlan0',
  address: '10.55.0.1',
  prefixLength: 22,
  hostname: null,
  apiUrl: null,
  leaseFile: '/var/lib/abordo/dnsmasq.leases',
  pidFile: '/var/lib/abordo/dnsmasq.pid',
  resolvFile: '/etc/resolv.conf',
  policy: { walledGarden: [], blockedNames: [] },
  uplinkUp: true,
  nftTable: 'abordo',
  gardenSet: 'garden',
}
const NAMED = { ...SETTINGS, hostname: 'wifi.example.mx', apiUrl: 'https://wifi.example.mx/captive-portal/api' }
const POLICY = {
  walledGarden: ['salud.example.mx', 'leon.gob.mx', 'wifi.example.mx', 'salud.example.mx'],
  blockedNames: ['adult.example', 'wifi.example.mx'],
}
const fixture = (name: string) => readFileSync(new URL(`./testcases/dnsmasq/${name}`, import.meta.url), 'utf8')

describe("dnsmasq's configuration", () => {
  it.each<[string, string, DnsmasqSettings]>([
    ['a portal without a name tells phones of no API', 'plain.conf', SETTINGS],
    ['a portal with a name answers to it and tells phones of its API', 'named.conf', NAMED],
    ["a policy's names, the portal's own never among them", 'policy.conf', { ...NAMED, policy: POLICY }],
    ['without an uplink every name leads to the portal', 'down.conf', { ...NAMED, policy: POLICY, uplinkUp: false }],
    [
      'a LAN larger than any bus has a pool of a /20',
      'large.conf',
      { ...SETTINGS, address: '10.9.7.1', prefixLength: 8 },
    ],
  ])('%s', (_title, file, settings) => {
    expect(dnsmasqConfig(settings)).toBe(fixture(file))
  })

  it('names the API only where it is served over HTTPS by a name', () => {
    expect(captivePortalApiUrl('wifi.example.mx', 8443)).toBe('https://wifi.example.mx/captive-portal/api')
    expect(captivePortalApiUrl('wifi.example.mx', null)).toBeNull()
    expect(captivePortalApiUrl(null, 8443)).toBeNull()
  })

  it('has no line more and none else for a policy of hostile names', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'a/1.2.3.4\nserver=6.6.6.6',
        '#',
        '',
        '.',
        'a\r\nb',
        'x/',
        'a#b',
        'a,b',
        'á.mx',
        'A.MX',
        '-a',
        'a..b',
      ),
    )
    const names = fc.array(fc.oneof(hostile, fc.stringMatching(/^[a-z]{1,9}\.[a-z]{2,3}$/)), { maxLength: 8 })
    const ownLines = dnsmasqConfig(NAMED).split('\n')
    fc.assert(
      fc.property(names, names, (walledGarden, blockedNames) => {
        const lines = dnsmasqConfig({ ...NAMED, policy: { walledGarden, blockedNames } }).split('\n')
        const added = lines.filter((line) => !ownLines.includes(line))
        expect(lines.length - added.length).toBe(ownLines.length)
        expect(
          added.filter((line) => !/^(address=\/[a-z0-9.-]+\/|nftset=\/[a-z0-9.-]+\/4#inet#abordo#garden)$/.test(line)),
        ).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, Partial<DnsmasqSettings>]>([
    ['interface', { lanInterface: 'wlan0\nserver=6.6.6.6' }],
    ['interface', { lanInterface: 'wlan*' }],
    ['address', { address: '10.55.0.1\n' }],
    ['name', { hostname: 'wifi/6.6.6.6' }],
    ['name', { hostname: '#' }],
    ['API', { apiUrl: 'http://wifi.example.mx/captive-portal/api' }],
    ['API', { apiUrl: 'https://a,b/captive-portal/api' }],
    ['lease file', { leaseFile: '/var/lib\n/x' }],
    ['pid file', { pidFile: 'relative' }],
    ['name servers', { resolvFile: '/etc/"x' }],
    ['table', { nftTable: 'a#b' }],
  ])('is not made with a hostile %s: %j', (_what, change) => {
    expect(() => dnsmasqConfig({ ...NAMED, ...change })).toThrow()
  })
})

describe('the DHCP pool', () => {
  it.each([
    ['10.55.0.1', 22, { first: '10.55.0.10', last: '10.55.3.254', netmask: '255.255.252.0', size: 1013 }],
    ['192.168.4.1', 24, { first: '192.168.4.10', last: '192.168.4.254', netmask: '255.255.255.0', size: 245 }],
    ['192.168.4.254', 24, { first: '192.168.4.10', last: '192.168.4.254', netmask: '255.255.255.0', size: 244 }],
    ['172.16.200.1', 16, { first: '172.16.0.10', last: '172.16.15.254', netmask: '255.255.0.0', size: 4085 }],
    ['10.0.0.33', 28, { first: '10.0.0.42', last: '10.0.0.46', netmask: '255.255.255.240', size: 5 }],
  ])('of a gateway at %s/%i', (address, prefixLength, pool) => {
    expect(poolOf(address, prefixLength)).toEqual(pool)
  })

  it.each([29, 32, 7, 22.5, Number.NaN])('has no room in a /%d', (prefixLength) => {
    expect(() => poolOf('10.55.0.1', prefixLength)).toThrow('has no room for phones')
  })

  it('counts the leases that have not ended, whatever else the file holds', () => {
    const leases = [
      '1793026800 02:00:00:00:00:01 10.55.0.11 * 01:02:00:00:00:00:01',
      '1793026801 02:00:00:00:00:02 10.55.0.12 * *',
      '0 02:00:00:00:00:03 10.55.0.13 * *',
      'duid 00:01:00:01:2c',
      '1793026801 02:00:00:00:00:04',
      '',
    ]
    expect(poolUsage(leases.join('\n'), 1_793_026_800_000, 1013)).toEqual({ used: 2, size: 1013 })
    expect(poolUsage('', 0, 5)).toEqual({ used: 0, size: 5 })
  })
})

describe('the upstream name servers', () => {
  const RELAY = 'nameserver 127.0.0.53\n'
  const TRUE = '# of the modem\nnameserver 203.0.113.53\n'
  it.each<[string, Record<string, string>, string]>([
    ["are the system's", { '/etc/resolv.conf': TRUE }, '/etc/resolv.conf'],
    [
      'are those behind systemd-resolved',
      { '/etc/resolv.conf': RELAY, '/run/systemd/resolve/resolv.conf': TRUE },
      '/run/systemd/resolve/resolv.conf',
    ],
    ["are the operator's own relay where nothing else is known", { '/etc/resolv.conf': RELAY }, '/etc/resolv.conf'],
    ['may come later', {}, '/etc/resolv.conf'],
  ])('%s', (_title, files, expected) => {
    expect(upstreamResolvFile((path) => files[path] ?? null)).toBe(expected)
  })
})
