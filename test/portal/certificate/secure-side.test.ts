import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecureSide } from '../../../portal/certificate/secure-side.ts'
import type { DnsmasqChange } from '../../../portal/dhcp/dnsmasq.ts'
import type { Certificate } from '../../../portal/server.ts'
import { CERTIFICATE_ONE, CERTIFICATE_TWO } from '../../fakes/certificates.ts'

const API = 'https://wifi.example.mx/captive-portal/api'
/** The certificates of the tests hold from 2026-11-24 08:00:03 to 2126. */
const [EARLY, GOOD, PAST] = ['2026-11-24T08:00:02Z', '2026-11-25T00:00:00Z', '2127-01-01T00:00:00Z'].map(Date.parse)
const ONE = { chain: CERTIFICATE_ONE.cert, privateKey: CERTIFICATE_ONE.key }
const TWO = { chain: CERTIFICATE_TWO.cert, privateKey: CERTIFICATE_TWO.key }

describe('the portal over HTTPS', () => {
  let dataDir = ''
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'abordo-secure-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  function secureSide(config: { hostname?: string; tls?: { cert: string; key: string } } = {}) {
    const logged: string[] = []
    const served: Certificate[] = []
    const told: DnsmasqChange[] = []
    const opened: (number | null)[] = []
    const ownHosts = new Set(['10.55.0.1'])
    const world = { now: GOOD as number | null, listens: true }
    const side = createSecureSide({
      config: { dataDir, hostname: null, httpsPort: 8443, tls: null, ...config },
      ownHosts,
      log: (message) => void logged.push(message),
    })
    const begin = () =>
      side.serve({
        server: {
          reloadCertificate: (certificate) => void served.push(certificate),
          get httpsPort() {
            return served.length > 0 && world.listens ? 8443 : null
          },
        },
        open: async (port) => void opened.push(port),
        dnsmasq: { apply: async (change) => void told.push(change) },
        knownNow: () => world.now,
      })
    return { side, begin, logged, served, told, opened, ownHosts, world }
  }

  it('is there once the fleet has handed out a certificate, under its host name, and after a restart', async () => {
    const { side, begin, served, told, ownHosts } = secureSide()
    await begin()
    await side.look()
    expect([side.certificate(), side.version(), side.origin()]).toEqual([null, null, null])
    await side.take(ONE)
    expect(served).toEqual([CERTIFICATE_ONE])
    expect(told).toEqual([
      { hostname: null, apiUrl: null },
      { hostname: 'wifi.example.mx', apiUrl: API },
    ])
    expect(ownHosts).toEqual(new Set(['10.55.0.1', 'wifi.example.mx']))
    expect(side.origin()).toBe('https://wifi.example.mx')
    const next = secureSide()
    expect(next.side.certificate()).toMatchObject(CERTIFICATE_ONE)
    expect(next.side.version()).toBe(side.version())
    expect(next.ownHosts.has('wifi.example.mx')).toBe(true)
  })

  it('is open to riders once the portal listens there, and phones are told of it only then', async () => {
    const { side, begin, told, opened, world } = secureSide()
    world.listens = false
    await begin()
    await side.take(ONE)
    expect([opened, side.origin(), told.at(-1)?.apiUrl]).toEqual([[], null, null])
    world.listens = true
    await side.look()
    expect([opened, side.origin(), told.at(-1)?.apiUrl]).toEqual([[8443], 'https://wifi.example.mx', API])
  })

  it('keeps certificate and key in one file that others may not read', async () => {
    const { side } = secureSide()
    await side.take(ONE)
    expect(statSync(join(dataDir, 'certificate.pem')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataDir, 'certificate.pem'), 'utf8')).toBe(CERTIFICATE_ONE.cert + CERTIFICATE_ONE.key)
  })

  it('takes a renewed one in the place of the one before', async () => {
    const { side, begin, served } = secureSide()
    await begin()
    await side.take(ONE)
    const before = side.version()
    await side.take(TWO)
    expect(served).toEqual([CERTIFICATE_ONE, CERTIFICATE_TWO])
    expect(side.version()).not.toBe(before)
  })

  it.each([
    ['nobody has told this boot the time', null],
    ['it does not hold yet', EARLY],
    ['it is past', PAST],
  ])('is told to no phone while %s', async (_, now) => {
    const first = secureSide()
    await first.side.take(ONE)
    const { side, begin, told, world } = secureSide()
    world.now = now ?? null
    await begin()
    expect(told).toEqual([{ hostname: 'wifi.example.mx', apiUrl: null }])
    expect(side.origin()).toBeNull()
    world.now = GOOD ?? null
    await side.look()
    await side.look()
    expect(told.slice(1)).toEqual([{ hostname: 'wifi.example.mx', apiUrl: API }])
  })

  it('sends phones back to HTTP when the certificate ends', async () => {
    const { side, begin, told, logged, world } = secureSide()
    await begin()
    await side.take(ONE)
    world.now = PAST ?? null
    await side.look()
    expect(told.at(-1)).toEqual({ hostname: 'wifi.example.mx', apiUrl: null })
    expect(logged.at(-1)).toBe('phones are sent to the portal over HTTP now')
  })

  it.each([
    ['whose key is another’s', { ...ONE, privateKey: TWO.privateKey }, GOOD, 'the key is not the certificate’s'],
    ['that is none', { ...ONE, chain: '-----BEGIN CERTIFICATE-----\nAAAA\n' }, GOOD, 'PEM'],
    ['that is past', ONE, PAST, 'it has ended already'],
  ])('takes no certificate %s, and the one before goes on', async (_, next, now, why) => {
    const { side, begin, served, world } = secureSide()
    await begin()
    await side.take(TWO)
    world.now = now ?? null
    await expect(side.take(next)).rejects.toThrow(why)
    expect(served).toEqual([CERTIFICATE_TWO])
    expect(secureSide().side.certificate()).toMatchObject(CERTIFICATE_TWO)
  })

  it('takes no certificate for another name than PORTAL_HOSTNAME, nor one that is kept from before', async () => {
    await secureSide().side.take(ONE)
    const { side, logged } = secureSide({ hostname: 'wifi.example.com' })
    expect(side.certificate()).toBeNull()
    await expect(side.take(TWO)).rejects.toThrow('it is not for wifi.example.com, which PORTAL_HOSTNAME says')
    expect(logged).toEqual([
      'the certificate that is kept cannot be used: it is not for wifi.example.com, which PORTAL_HOSTNAME says',
    ])
    expect(side.names()).toEqual({ hostname: 'wifi.example.com', apiUrl: null })
  })

  it('goes by the operator’s own files where there are some, whatever the fleet hands out', async () => {
    const tls = { cert: join(dataDir, 'own.pem'), key: join(dataDir, 'own-key.pem') }
    const write = ({ cert, key }: Certificate) => {
      writeFileSync(tls.cert, cert)
      writeFileSync(tls.key, key)
    }
    write(CERTIFICATE_ONE)
    const { side, begin, served } = secureSide({ hostname: 'wifi.example.mx', tls })
    await begin()
    await side.take(TWO)
    expect([side.certificate(), side.version()]).toEqual([CERTIFICATE_ONE, null])
    write(CERTIFICATE_TWO)
    side.reload()
    expect(served).toEqual([CERTIFICATE_ONE, CERTIFICATE_TWO])
    expect(side.certificate()).toEqual(CERTIFICATE_TWO)
  })

  it('begins without one where the disk has spoilt it', () => {
    writeFileSync(join(dataDir, 'certificate.pem'), CERTIFICATE_ONE.cert)
    const { side, logged } = secureSide()
    expect(side.certificate()).toBeNull()
    expect(logged).toEqual(['certificate.pem cannot be used; the fleet is asked again'])
  })
})
