import { describe, expect, it } from 'vitest'
import { ANA, type TestGateway, testGateway } from '../fakes/gateway.ts'

const page = async (gateway: TestGateway, path = '/') => (await gateway.as(ANA, path)).text()
/** The lines of the news, without markup; none: there is no such section. */
async function news(gateway: TestGateway, path = '/'): Promise<string[]> {
  const section = /<section class="fixed">([\s\S]*?)<\/section>/.exec(await page(gateway, path))?.[1] ?? ''
  return [...section.matchAll(/<p>(.*?)<\/p>/g)].map(([, line]) => line ?? '')
}
const SLOW = { kind: 'slow', on: '2026-11-24', site: 'vehicle' } as const

describe('what was mended on this bus', () => {
  it('is told on the welcome page and on the status page, in the rider’s language', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ fixed: [SLOW] })
    const es = ['Arreglado en este autobús el 24 de noviembre: internet lento. Gracias a quien avisó.']
    const en = ['Fixed on this bus on 24 November: slow internet. Thank you to whoever told us.']
    expect(await news(gateway)).toEqual(es)
    expect(await news(gateway, '/?lang=en')).toEqual(en)
    await gateway.accept(ANA)
    expect(await page(gateway)).toContain('Ya tienes internet')
    expect(await news(gateway)).toEqual(es)
    expect(await news(gateway, '/?lang=en')).toEqual(en)
  })

  it('has one line for each kind, and thanks once', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({
      fixed: [
        SLOW,
        { kind: 'no-internet', on: '2026-11-23', site: 'vehicle' },
        { kind: 'page-broken', on: '2026-11-22', site: 'vehicle' },
        { kind: 'other', on: '2026-11-21', site: 'vehicle' },
      ],
    })
    expect(await news(gateway)).toEqual([
      'Arreglado en este autobús el 24 de noviembre: internet lento.',
      'Arreglado en este autobús el 23 de noviembre: falta de internet.',
      'Arreglado en este autobús el 22 de noviembre: una página que no abría o se veía mal.',
      'Arreglado en este autobús el 21 de noviembre: otra falla. Gracias a quien avisó.',
    ])
  })

  it.each([
    ['stop', 'Arreglado en esta parada el 24', 'Fixed at this stop on 24'],
    ['station', 'Arreglado en esta estación el 24', 'Fixed at this station on 24'],
    [null, 'Arreglado aquí el 24', 'Fixed here on 24'],
  ] as const)('is told for a gateway at a %s in its own words', async (site, es, en) => {
    const gateway = await testGateway()
    await gateway.policy.set({ fixed: [{ ...SLOW, site }] })
    expect((await news(gateway))[0]).toContain(es)
    expect((await news(gateway, '/?lang=en'))[0]).toContain(en)
  })

  it('is no longer told after a week by the gateway’s own clock, though no other policy came', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ fixed: [SLOW, { kind: 'other', on: '2026-11-23', site: 'vehicle' }] })
    // The clock says 24 November, 14:00.
    gateway.clock.pass(5 * 86_400 + 10 * 3600 - 1)
    expect(await news(gateway)).toHaveLength(2)
    gateway.clock.pass(1)
    expect(await news(gateway)).toEqual([
      'Arreglado en este autobús el 24 de noviembre: internet lento. Gracias a quien avisó.',
    ])
    gateway.clock.pass(86_399)
    expect(await news(gateway)).toHaveLength(1)
    gateway.clock.pass(1)
    expect(await news(gateway)).toEqual([])
    expect(await page(gateway)).not.toContain('class="fixed"')
  })

  it('is told nowhere else, and there is no room left for it where nothing was mended', async () => {
    const gateway = await testGateway()
    expect(await page(gateway)).not.toContain('class="fixed"')
    await gateway.policy.set({ fixed: [SLOW] })
    expect(await page(gateway, '/terms')).not.toContain('Arreglado')
  })

  it('leaves the welcome page below 14,000 octets with all kinds, the largest logo and an outage', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({
      operatorName: 'Ñ'.repeat(100),
      branding: { color: '#c8102e', logo: `data:image/png;base64,${'A'.repeat(6000 - 22)}` },
      fixed: (['slow', 'no-internet', 'page-broken', 'other'] as const).map((kind) => ({
        kind,
        on: '2026-11-24',
        site: 'station' as const,
      })),
    })
    const uptime = gateway.clock.uptime()
    gateway.uplink.state = {
      up: false,
      sinceUptimeMs: uptime - 3_600_000,
      roundTripMs: 40,
      expectedBackUptimeMs: uptime + 3_600_000,
    }
    // The headers take some more.
    expect(Buffer.byteLength(await page(gateway))).toBeLessThan(13_500)
  })
})
