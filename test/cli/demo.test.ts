import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertsAnswer } from '../../contract/alerts.ts'
import type { GatewaysAnswer, RidersAnswer, RoutesAnswer } from '../../contract/api.ts'
import type { MapGatewaysAnswer } from '../../contract/map.ts'
import { until } from '../bus/until.ts'
import { quietPorts } from '../quiet-port.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))

/** A demo city of six buses in a folder of its own, as `npm start` runs it. */
class Demo {
  #process: ChildProcess
  said = ''
  #exit: Promise<number | null>

  constructor(folder: string, port: number) {
    const args = [ABORDO, 'demo', '--buses', '6', '--days', '1', '--port', String(port)]
    this.#process = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#exit = new Promise((resolve) => this.#process.once('exit', resolve))
  }

  /** Resolves when it has said so; rejects when it ends before. */
  async until(words: string): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      const listen = (text: Buffer) => {
        this.said += text
        if (this.said.includes(words)) resolve()
      }
      this.#process.stdout?.on('data', listen)
      this.#process.stderr?.on('data', listen)
    })
    const ended = this.#exit.then((code) => Promise.reject(new Error(`the demo ended with ${code}: ${this.said}`)))
    await Promise.race([heard, ended])
  }

  /** Ctrl-C. */
  interrupt(): Promise<number | null> {
    this.#process.kill('SIGINT')
    return this.#exit
  }
}

describe('the demo city', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-demo-'))
  let port: number
  let demo: Demo
  let cookie = ''

  const get = async <T>(path: string) =>
    (await (await fetch(`http://localhost:${port}${path}`, { headers: { cookie } })).json()) as T

  beforeAll(async () => {
    port = await quietPorts(3)
    demo = new Demo(folder, port)
    await demo.until('Ctrl-C stops everything')
  }, 120_000)
  afterAll(async () => {
    await demo.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })

  it('says where to look, how to sign in, and what to try', () => {
    expect(demo.said).toContain(`Dashboard   http://localhost:${port}\n`)
    expect(demo.said).toContain(`Bus portal  http://localhost:${port + 1} `)
    expect(demo.said).toContain('sign in as demo@abordo.example with abordo-demo-2026')
  })

  it('lets its demo user sign in to a dashboard', async () => {
    const answer = await fetch(`http://localhost:${port}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify({ email: 'demo@abordo.example', password: 'abordo-demo-2026' }),
    })
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(answer.status).toBe(200)
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain('<div id="app">')
  })

  it('has riders online now, who came through the real portals', async () => {
    const { routes } = await get<RoutesAnswer>('/api/routes')
    expect(routes).toHaveLength(8)
    expect(routes.reduce((sum, route) => sum + route.ridersConnected, 0)).toBeGreaterThan(0)
  })

  it('has a chart of the last hours behind them', async () => {
    const now = Date.now()
    const iso = (at: number) => new Date(at).toISOString()
    const { series } = await get<RidersAnswer>(
      `/api/routes/riders?step=minute&from=${iso(now - 2 * 3_600_000)}&to=${iso(now)}`,
    )
    expect(Math.max(...series.map(({ points }) => points.length))).toBeGreaterThan(100)
  })

  it('has a bus that is missing', async () => {
    const { gateways } = await get<GatewaysAnswer>('/api/gateways')
    expect(gateways).toHaveLength(6)
    expect(gateways.filter(({ state }) => state === 'missing')).toHaveLength(1)
  })

  it('has buses that tell where they are', async () => {
    const { gateways } = await get<MapGatewaysAnswer>('/api/map/gateways')
    expect(gateways.filter(({ place }) => place !== null)).toHaveLength(6)
  })

  it('charts riders under routes that nobody has told the fleet of', async () => {
    expect((await get<GatewaysAnswer>('/api/gateways')).gateways.map(({ routeId }) => routeId)).toEqual(
      Array.from({ length: 6 }, () => null),
    )
    const [from, to] = [3, 1].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString())
    const { series } = await get<RidersAnswer>(`/api/routes/riders?step=minute&from=${from}&to=${to}`)
    const charted = series.filter(({ routeId, points }) => routeId !== null && points.length > 60)
    expect(charted.map(({ routeId }) => routeId)).toEqual(expect.arrayContaining(['T1', 'T2', 'T3']))
  })

  it('tells a workshop why a bus has no WiFi', async () => {
    const workshop = async () => (await fetch(`http://localhost:${port + 2}/`)).text()
    await until('the workshop was told', async () => (await workshop()).includes('SA-1004'), 200_000)
    const told = async () => {
      const { alerts } = await get<AlertsAnswer>('/api/alerts')
      return alerts.find((alert) => alert.kind === 'missing' && alert.told.some(({ at }) => at !== null))
    }
    const alert = await until('the fleet has written down that it was', told)
    expect(alert).toMatchObject({ subjectId: 'bus-1004', cause: 'no-data', told: [{ channel: 'Taller norte (demo)' }] })
  }, 210_000)

  it('welcomes a visitor on the portal of its first bus', async () => {
    const page = await (await fetch(`http://localhost:${port + 1}/`)).text()
    expect(page).toContain('Aceptar y conectarme')
  })

  it('stops cleanly at Ctrl-C, and goes on from its data when it is started again', async () => {
    expect(await demo.interrupt()).toBe(0)
    demo = new Demo(folder, port)
    await demo.until('Ctrl-C stops everything')
    expect(demo.said).not.toContain('Importing')
    expect((await get<GatewaysAnswer>('/api/gateways')).gateways).toHaveLength(6)
    expect(await demo.interrupt()).toBe(0)
    expect(demo.said).not.toMatch(/error|failed|Warning/i)
  }, 120_000)
})
