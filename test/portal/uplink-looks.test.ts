import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  defaultRoutes,
  hasCarrier,
  hasDefaultRoute,
  interfaceCounter,
  type KernelFolders,
} from '../../portal/uplink/interface.ts'
import { createUplinkLooks } from '../../portal/uplink/looks.ts'

const foldersOf = (root: string): KernelFolders => ({ procFolder: join(root, 'proc'), sysFolder: join(root, 'sys') })
const caseFolder = (name: string) => fileURLToPath(new URL(`./testcases/proc/${name}`, import.meta.url))
const GATEWAY = foldersOf(caseFolder('gateway'))
const ODD = foldersOf(caseFolder('odd'))

describe('the interface of the uplink', () => {
  it('has a carrier and a default route, each by itself', () => {
    expect([hasCarrier('wwan0', GATEWAY), hasDefaultRoute('wwan0', GATEWAY)]).toEqual([true, true])
    expect([hasCarrier('wwan1', GATEWAY), hasDefaultRoute('wlan0', GATEWAY)]).toEqual([false, false])
    expect([hasCarrier('gone', GATEWAY), hasDefaultRoute('gone', GATEWAY)]).toEqual([false, false])
  })

  it('has a default route only by one for all addresses, which is up and refuses nothing', () => {
    expect(hasDefaultRoute('wwan0', ODD)).toBe(false)
    expect(
      defaultRoutes(
        'lan0\t00000000\t00000000\t0201\t0\t0\t0\t00000000\nwan0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000',
      ),
    ).toEqual(['wan0'])
  })

  it('has octets under a name that changes whenever the kernel counts anew', () => {
    expect(interfaceCounter('wwan0', 'boot-a', GATEWAY)).toEqual({
      name: 'if:wwan0:4@boot-a',
      received: 918_273_645,
      sent: 81_726_354,
    })
  })

  it('has no octets where one of its files is missing or odd', () => {
    expect([
      interfaceCounter('wwan1', 'boot-a', GATEWAY),
      interfaceCounter('wwan0', 'boot-a', ODD),
      interfaceCounter('gone', 'boot-a', GATEWAY),
    ]).toEqual([null, null, null])
  })
})

describe('the looks at the uplink', () => {
  let root = ''
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'abordo-uplink-'))
    cpSync(caseFolder('gateway'), root, { recursive: true })
  })
  afterAll(() => rmSync(root, { recursive: true }))
  const carrier = (text: string) => writeFileSync(join(root, 'sys/class/net/wwan0/carrier'), text)

  const looksAt = (wanInterface: string, world: { dnsMs: number | null; fleetMs: number | null }) =>
    createUplinkLooks({
      wanInterface,
      fleetUrl: null,
      uptime: () => 0,
      folders: foldersOf(root),
      askBoth: async () => ({ ...world }),
    })

  it('keep what was last seen of link, route and both round trips', async () => {
    const looks = looksAt('wwan0', { dnsMs: 31, fleetMs: 87 })
    expect(looks.last()).toEqual({ link: true, route: true, dnsMs: null, fleetMs: null })
    await looks.probe()
    expect([looks.isLinked(), looks.last()]).toEqual([true, { link: true, route: true, dnsMs: 31, fleetMs: 87 }])
  })

  it('forget the round trips when the link breaks, and take none that ends after it', async () => {
    const looks = looksAt('wwan0', { dnsMs: 31, fleetMs: 87 })
    await looks.probe()
    const late = looks.probe()
    carrier('0\n')
    expect(looks.isLinked()).toBe(false)
    await late
    expect(looks.last()).toEqual({ link: false, route: true, dnsMs: null, fleetMs: null })
    carrier('1\n')
    expect([looks.isLinked(), looks.last().dnsMs]).toEqual([true, null])
  })

  it('tell a carrier without a route from none', () => {
    carrier('1\n')
    expect(looksAt('wwan1', { dnsMs: null, fleetMs: null }).last()).toMatchObject({ link: false, route: false })
    writeFileSync(join(root, 'sys/class/net/wwan1/carrier'), '1\n')
    expect(looksAt('wwan1', { dnsMs: null, fleetMs: null }).last()).toMatchObject({ link: true, route: false })
  })

  it.each([
    [{ dnsMs: 31, fleetMs: 87 }, 87],
    [{ dnsMs: 31, fleetMs: null }, 31],
    [{ dnsMs: null, fleetMs: 87 }, 87],
    [{ dnsMs: null, fleetMs: null }, null],
  ])('tell the riders’ page of %j the fleet’s round trip, or else the name server’s', async (world, expected) => {
    expect(await looksAt('wwan0', world).probe()).toBe(expected)
  })
})
