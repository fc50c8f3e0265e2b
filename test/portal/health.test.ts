import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { healthSchema } from '../../contract/telemetry.ts'
import { cpuShare, cpuTime } from '../../portal/health/cpu.ts'
import { createHealth } from '../../portal/health/health.ts'
import { memoryOf } from '../../portal/health/memory.ts'
import { hottest } from '../../portal/health/temperature.ts'

const caseFolder = (name: string) => fileURLToPath(new URL(`./testcases/proc/${name}`, import.meta.url))
const foldersOf = (root: string) => ({ procFolder: join(root, 'proc'), sysFolder: join(root, 'sys') })
const stat = (busy: number, idle: number) =>
  `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 ${busy} 0 0 ${idle} 0 0 0 0 0 0\n`

describe('the health of the machine', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'abordo-health-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is read from the kernel, the disk of the data folder, and dnsmasq', async () => {
    const dnsmasq = { alive: () => true, pool: () => ({ used: 31, size: 1011 }) }
    const health = await createHealth({ dataDir: folder, dnsmasq, ...foldersOf(caseFolder('gateway')) }).read()
    expect(health).toEqual({
      // No time has passed for a share of it.
      cpuShare: null,
      memory: { availableOctets: 1_236_492_288, totalOctets: 1_939_996_672 },
      disk: { freeOctets: expect.any(Number), totalOctets: expect.any(Number) },
      temperatureC: 61.5,
      dhcp: { used: 31, size: 1011 },
      dnsmasqAlive: true,
    })
    const rest = { storage: 'disk', databasesSetAside: 0, outbox: { waiting: 0, rejected: 0, octets: 0 } }
    expect(healthSchema.parse({ ...health, ...rest })).toMatchObject(health)
    expect(health.disk?.freeOctets).toBeLessThanOrEqual(health.disk?.totalOctets ?? 0)
  })

  it('is null in all that the machine does not say', async () => {
    const nowhere = join(folder, 'not-there')
    const health = await createHealth({ dataDir: nowhere, dnsmasq: null, ...foldersOf(nowhere) }).read()
    expect(health).toEqual({
      cpuShare: null,
      memory: null,
      disk: null,
      temperatureC: null,
      dhcp: null,
      dnsmasqAlive: null,
    })
  })

  it('says when dnsmasq is dead, and keeps silent of a pool that it cannot know', async () => {
    const dnsmasq = { alive: () => false, pool: () => null }
    const health = await createHealth({ dataDir: folder, dnsmasq, ...foldersOf(caseFolder('odd')) }).read()
    expect(health).toMatchObject({ memory: null, temperatureC: -12.5, dhcp: null, dnsmasqAlive: false })
  })

  it('counts the share of the processors from one reading to the next, the first since the start', async () => {
    const root = join(folder, 'moving')
    cpSync(caseFolder('gateway'), root, { recursive: true })
    const tick = (text: string) => writeFileSync(join(root, 'proc/stat'), text)
    tick(stat(1000, 9000))
    const health = createHealth({ dataDir: root, dnsmasq: null, ...foldersOf(root) })
    const shares: (number | null)[] = []
    for (const text of [stat(1250, 9750), stat(1250, 10_750), 'cpu gone\n', stat(2250, 10_750)]) {
      tick(text)
      shares.push((await health.read()).cpuShare)
    }
    expect(shares).toEqual([0.25, 0, null, 1])
  })
})

describe('the time of the processors', () => {
  it('is in use but for idling and waiting for disks; guests are counted once', () => {
    expect(cpuTime('cpu  100 20 30 700 50 4 6 10 90 5\n')).toEqual({ busy: 170, total: 920 })
    expect(cpuTime('cpu 1 2 3 4\n')).toEqual({ busy: 6, total: 10 })
  })

  it('has no share where none has passed, and never one outside 0 to 1', () => {
    const at = { busy: 10, total: 100 }
    expect(cpuShare(at, at)).toBeNull()
    expect(cpuShare(at, { busy: 5, total: 200 })).toBe(0)
    expect(cpuShare(at, { busy: 400, total: 200 })).toBe(1)
    expect([cpuShare(null, at), cpuShare(at, null)]).toEqual([null, null])
  })
})

describe('the temperature', () => {
  it('is that of the hottest sensor that makes sense', () => {
    expect(hottest(['48312', '61500', '0', '-273200', '2147483', '250001', ''])).toBe(61.5)
    expect(hottest(['-80000', '250000'])).toBe(250)
    expect(hottest(['0', '-80001', 'n/a'])).toBeNull()
    expect(hottest([])).toBeNull()
  })
})

describe('files of the kernel that say something else', () => {
  it('are read as silence', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.oneof(fc.bigInt().map(String), fc.string()), { maxLength: 12 })
        .map((words) => `cpu ${words.join(' ')}`),
      fc.tuple(fc.bigInt(), fc.bigInt()).map(([a, t]) => `MemTotal: ${t} kB\nMemAvailable:  ${a} kB\n`),
    )
    fc.assert(
      fc.property(text, text, fc.array(text), (before, now, zones) => {
        const health = {
          cpuShare: cpuShare(cpuTime(before), cpuTime(now)),
          memory: memoryOf(now),
          temperatureC: hottest(zones),
        }
        const read = healthSchema.pick({ cpuShare: true, memory: true, temperatureC: true }).parse(health)
        expect(read).toEqual(health)
      }),
    )
  })
})
