import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { openGatewayDatabase } from '../../../db/gateway/open.ts'
import { askPortal, lookAtGateway } from '../../../portal/check/look.ts'
import { readPortalConfig } from '../../../portal/config.ts'

const ABOUT = {
  ok: true,
  software: 'abordo 1.4.0',
  ridersConnected: 0,
  uplinkUp: true,
  clock: null,
  atMs: Date.parse('2026-11-24T14:30:00Z'),
  storage: 'disk',
  position: null,
  policy: { running: 0, problem: null },
}

describe('what root asks the portal, whose user may be in wrong hands', () => {
  let server: Server
  const portal = (listener: RequestListener) =>
    new Promise<number>((resolve) => {
      server = createServer(listener).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  const says = (body: string) => portal((_, answer) => void answer.end(body))
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('is answered by a portal as it should be', async () => {
    expect(await askPortal(await says(JSON.stringify(ABOUT)))).toMatchObject({ software: 'abordo 1.4.0' })
  })

  it.each([
    // No such time can be written as ISO 8601 with four digits of a year: root's record could not be read any more.
    ['a year of five digits', { atMs: Date.parse('+010000-01-01T00:00:00Z') }],
    ['a time before all clocks', { atMs: -62_200_000_000_000 }],
    ['a time that is none', { atMs: 1e300 }],
    ['a name with a line break, which would be a line of its own in the log', { software: 'abordo 1.4.0\nsshd: ok' }],
    ['a name with a terminal’s commands', { software: 'abordo \u001b]0;x\u0007' }],
    ['a name without an end', { software: 'a'.repeat(1000) }],
    ['fewer riders than none', { ridersConnected: -1 }],
  ])('takes no answer with %s', async (_, wrong) => {
    expect(await askPortal(await says(JSON.stringify({ ...ABOUT, ...wrong })))).toBeNull()
  })

  it.each(['enrolment.json', 'gateway.db', 'gateway.db-wal'])(
    'does not wait on a pipe in the place of %s',
    async (name) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'abordo-check-'))
      onTestFinished(() => rmSync(dataDir, { recursive: true }))
      if (name !== 'gateway.db') openGatewayDatabase(join(dataDir, 'gateway.db')).$client.close()
      rmSync(join(dataDir, name), { force: true })
      execFileSync('mkfifo', [join(dataDir, name)])
      const config = readPortalConfig({ PORTAL_ENFORCEMENT: 'none', PORTAL_DATA_DIR: dataDir, PORTAL_HTTP_PORT: '1' })
      const { enrolment, database } = await lookAtGateway(config, Date.now)
      expect(name === 'enrolment.json' ? enrolment : database).toBe('damaged')
    },
  )

  it('reads no answer without an end', async () => {
    let sent = 0
    const piece = Buffer.alloc(65_536, ' ')
    const port = await portal((_, answer) => {
      const more = () => {
        for (let goesOn = !answer.destroyed; goesOn; sent += piece.length) goesOn = answer.write(piece)
      }
      answer.on('drain', more)
      more()
    })
    expect(await askPortal(port)).toBeNull()
    expect(sent).toBeLessThan(16_000_000)
  })
})
