import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKEN, testFleet } from '../fakes/fleet.ts'

const SCRIPT = 'const word = "abordo"\n'.repeat(100)
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'abordo-dashboard-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'assets/main-1234.js'), SCRIPT)
})
afterAll(() => rmSync(folder, { recursive: true }))

type Fleet = Awaited<ReturnType<typeof testFleet>>
const ask = (fleet: Fleet, path: string, acceptEncoding: string) =>
  fleet.app.request(path, { headers: { authorization: `Bearer ${TOKEN}`, 'accept-encoding': acceptEncoding } })

describe('an answer', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'br'],
    ['', null],
    ['deflate', null],
    ['gzip;q=0', null],
  ])('to who accepts "%s" comes in %s', async (acceptEncoding, encoding) => {
    const answer = await ask(await testFleet(), '/api/openapi.json', acceptEncoding)
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  })

  it('is the same in Brotli, in gzip and as it is', async () => {
    const fleet = await testFleet()
    const bytes = async (encoding: string) =>
      Buffer.from(await (await ask(fleet, '/api/openapi.json', encoding)).arrayBuffer())
    const plain = await bytes('identity')
    const [br, gz] = [await bytes('br'), await bytes('gzip')]
    expect(brotliDecompressSync(br).equals(plain)).toBe(true)
    expect(gunzipSync(gz).equals(plain)).toBe(true)
    expect(br.length).toBeLessThan(plain.length / 4)
  })

  it('of the dashboard is compressed, and may still be kept', async () => {
    const answer = await ask(await testFleet({ dashboardDir: folder }), '/assets/main-1234.js', 'br')
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(answer.headers.get('content-length')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(SCRIPT)
  })

  it('that is short is left as it is', async () => {
    const answer = await ask(await testFleet(), '/api/me', 'br')
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await answer.json()).toEqual({ email: null, role: 'official', twoFactor: null })
  })

  it('to a gateway is left as it is', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const headers = {
      authorization: `Bearer ${bus}`,
      'accept-encoding': 'br, gzip',
      'content-type': 'application/json',
    }
    const body = JSON.stringify(Array(100).fill(null))
    const answer = await fleet.app.request('/v1/reports', { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(((await answer.json()) as { verdicts: unknown[] }).verdicts).toHaveLength(100)
  })

  it('that is a stream of events is left as it is', async () => {
    const answer = await ask(await testFleet(), '/api/live', 'br, gzip')
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    await answer.body?.cancel()
  })
})
