import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testFleet } from '../fakes/fleet.ts'

const SCRIPT = 'const word = "abordo"\n'.repeat(100)
// Not what the fleet would make of it: so it shows whose work is answered.
const BROTLI = brotliCompressSync(SCRIPT.toUpperCase())
const GZIP = gzipSync(SCRIPT.toUpperCase())
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'abordo-dashboard-'))
  for (const name of ['assets', 'pages']) mkdirSync(join(folder, name))
  const files = {
    'index.html': '<p>first',
    'pages/routes.html': '<p>routes',
    'assets/a-1.js': SCRIPT,
    'assets/a-1.js.br': BROTLI,
    'assets/a-1.js.gz': GZIP,
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function ask(path: string, acceptEncoding = 'identity') {
  const fleet = await testFleet({ dashboardDir: folder })
  return fleet.app.request(path, { headers: { 'accept-encoding': acceptEncoding } })
}

describe('the files of the dashboard', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br', BROTLI],
    ['gzip', 'gzip', GZIP],
    ['identity', null, Buffer.from(SCRIPT)],
  ])('come as they were compressed when it was built, to who accepts "%s" in %s', async (accept, encoding, content) => {
    const answer = await ask('/assets/a-1.js', accept)
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
  })

  it('have one for each page that names what it loads, and the first one stands for those that have none', async () => {
    expect(await (await ask('/routes')).text()).toBe('<p>routes')
    expect(await (await ask('/routes/T1')).text()).toBe('<p>routes')
    expect(await (await ask('/gateways/bus-1')).text()).toBe('<p>first')
    expect(await (await ask('/')).text()).toBe('<p>first')
  })
})
