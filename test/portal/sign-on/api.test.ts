import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSignOnApp } from '../../../portal/sign-on/app.ts'
import { listenSignOn } from '../../../portal/sign-on/listen.ts'
import { createSignOnStore } from '../../../portal/sign-on/store.ts'
import { fakeClock } from '../../fakes/clock.ts'

describe('the sign-on API', () => {
  let dataDir = ''
  const clock = fakeClock()
  const knows = { time: true }
  const logged: string[] = []
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'abordo-sign-on-'))
    knows.time = true
    logged.splice(0)
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  function program() {
    const log = (message: string) => void logged.push(message)
    const now = () => ({
      kernelBootId: clock.kernelBootId,
      uptimeMs: clock.uptime(),
      wallMs: knows.time ? clock.now() : null,
    })
    const store = createSignOnStore({ dataDir, now, log })
    const app = createSignOnApp({ store, log })
    const put = async (body: unknown, type = 'application/json') => {
      const init = { method: 'PUT', headers: { 'content-type': type } }
      return app.request('/sign-on', { ...init, body: typeof body === 'string' ? body : JSON.stringify(body) })
    }
    const get = async () => (await app.request('/sign-on')).json()
    return { app, store, put, get }
  }

  it('takes what the driver signs on to, tells it, and signs off', async () => {
    const { app, store, put, get } = program()
    expect(await get()).toEqual({ signOn: null })
    const answer = await put({ routeId: 'T2', tripId: 'T2-0615' })
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { signOn: { routeId: 'T2', blockId: null, tripId: 'T2-0615' } },
    ])
    await put({ blockId: 'B7' })
    expect(store.current()).toEqual({ routeId: null, blockId: 'B7', tripId: null })
    expect((await app.request('/sign-on', { method: 'DELETE' })).status).toBe(200)
    expect(await get()).toEqual({ signOn: null })
  })

  it.each([
    [{}, 400, 'The sign-on: names none of routeId, blockId and tripId.'],
    [{ routeId: null }, 400, 'The sign-on: names none of routeId, blockId and tripId.'],
    [{ routeId: 7 }, 400, /^The sign-on's routeId: /],
    [{ routeId: 'x'.repeat(201) }, 400, /^The sign-on's routeId: /],
    [{ routeId: 'T2', driver: 'somebody' }, 400, /driver/],
    [[], 400, /^The sign-on: /],
    ['{"routeId":', 400, 'The body is not JSON.'],
    [`{"routeId":"T2"${' '.repeat(5000)}}`, 413, 'The request is too large'],
  ])('refuses %j', async (body, status, detail) => {
    const { put, get } = program()
    const answer = await put(body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(((await answer.json()) as { detail: string }).detail).toMatch(detail)
    expect(await get()).toEqual({ signOn: null })
  })

  it('takes no form, which a page of anybody’s could send', async () => {
    const { put, get } = program()
    expect((await put('{"routeId":"T2"}', 'text/plain')).status).toBe(415)
    expect(await get()).toEqual({ signOn: null })
  })

  it('has nothing else', async () => {
    const { app } = program()
    const answer = await app.request('/')
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }])
  })

  it('remembers over a restart of the program, and over a short one of the machine', async () => {
    await program().put({ routeId: 'T2' })
    expect(program().store.current()).toMatchObject({ routeId: 'T2' })
    clock.reboot('boot-b', 600)
    expect(program().store.current()).toMatchObject({ routeId: 'T2' })
    clock.reboot('boot-c', 13 * 3600)
    expect(program().store.current()).toBeNull()
  })

  it('places a sign-on in time as soon as the time is known', async () => {
    knows.time = false
    const { put, store } = program()
    await put({ routeId: 'T2' })
    clock.pass(60)
    knows.time = true
    expect(store.current()).toMatchObject({ routeId: 'T2' })
    clock.reboot('boot-d', 600)
    expect(program().store.current()).toMatchObject({ routeId: 'T2' })
  })

  it('holds nothing of an earlier boot until the time is known', async () => {
    await program().put({ routeId: 'T2' })
    clock.reboot('boot-e', 600)
    knows.time = false
    const { store } = program()
    expect(store.current()).toBeNull()
    knows.time = true
    expect(store.current()).toMatchObject({ routeId: 'T2' })
  })

  it('asks the driver to sign on again where the disk has spoilt it', () => {
    writeFileSync(join(dataDir, 'sign-on.json'), '{"signOn":{}}')
    expect(program().store.current()).toBeNull()
    expect(logged).toEqual(['sign-on.json cannot be used; the driver has to sign on again'])
  })

  it('listens on the one address that it was given', async () => {
    const { app } = program()
    const listener = await listenSignOn(app.fetch, { host: '127.0.0.2', port: 0 })
    const ask = (host: string) => fetch(`http://${host}:${listener.port}/sign-on`).then((answer) => answer.json())
    expect(await ask('127.0.0.2')).toEqual({ signOn: null })
    await expect(ask('127.0.0.1')).rejects.toThrow()
    await listener.close()
    await expect(ask('127.0.0.2')).rejects.toThrow()
  })
})
