import { once } from 'node:events'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { ConnectionLimits } from '../../portal/connections.ts'
import { until } from '../bus/until.ts'
import { CERTIFICATE_ONE, CERTIFICATE_TWO } from '../fakes/certificates.ts'
import { replyOf, type TestServer, testServer } from '../fakes/portal-server.ts'

let portal: TestServer
afterEach(() => portal.close())

async function start(limits?: ConnectionLimits): Promise<void> {
  portal = await testServer({ certificate: CERTIFICATE_ONE, ...(limits && { limits }) })
}

/** A connection that says nothing by itself. */
async function connect(from = '127.0.0.1'): Promise<net.Socket> {
  const socket = net.connect({ port: portal.server.port, host: '127.0.0.1', localAddress: from })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** The next answer on a connection that stays open. */
async function ask(socket: net.Socket, request: string) {
  socket.write(request)
  const [octets] = (await once(socket, 'data')) as [Buffer]
  return replyOf(octets)
}

const OWN = 'GET / HTTP/1.1\r\nHost: wifi.example.mx\r\n\r\n'
const FOREIGN = 'GET / HTTP/1.1\r\nHost: example.com\r\n\r\n'

describe('the server’s connections', () => {
  it('closes the oldest idle one of a client who opens more than its share', async () => {
    await start({ perClient: 3, total: 100 })
    const first = await connect()
    const second = await connect()
    await connect()
    const closed = once(first, 'close')
    const fourth = await connect()
    await closed
    expect((await ask(second, OWN)).status).toBe(200)
    expect((await ask(fourth, OWN)).status).toBe(200)
  })

  it('closes the oldest idle one of all where the whole is full', async () => {
    await start({ perClient: 2, total: 2 })
    const first = await connect('127.0.0.2')
    const second = await connect('127.0.0.3')
    const closed = once(first, 'close')
    const third = await connect('127.0.0.4')
    await closed
    expect((await ask(second, OWN)).status).toBe(200)
    expect((await ask(third, OWN)).status).toBe(200)
  })

  it('gives back the room of those that have closed', async () => {
    await start({ perClient: 2, total: 2 })
    const all = [...Array(50).keys()]
    const statuses: number[] = []
    for (const _ of all) statuses.push((await portal.send(OWN)).status)
    expect(statuses).toEqual(all.map(() => 200))
  })

  it('answers other riders while one holds 1,200 open and finishes no request', async () => {
    await start()
    const slow = await Promise.all([...Array(1200).keys()].map(() => connect('127.0.0.9').catch(() => null)))
    for (const socket of slow) socket?.write('GET / HTTP/1.1\r\nHost: ex')
    const reply = await portal.send(OWN, '127.0.0.2')
    expect(reply.status).toBe(200)
    expect((await portal.post('/session', { terms: '2026-11' }, {}, '127.0.0.2')).status).toBe(303)
    for (const socket of slow) socket?.destroy()
  })

  it('takes no second request before the first is answered, and closes after that', async () => {
    await start()
    const reply = await portal.send(OWN + OWN + OWN)
    expect(reply.status).toBe(200)
    expect(reply.text.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
    expect((await portal.send(FOREIGN + FOREIGN)).text.match(/HTTP\/1\.1 302/g)).toHaveLength(1)
  })

  it('keeps a connection for the requests that follow', async () => {
    await start()
    const socket = await connect()
    expect((await ask(socket, FOREIGN)).status).toBe(302)
    expect((await ask(socket, OWN)).status).toBe(200)
    expect((await ask(socket, FOREIGN)).status).toBe(302)
  })

  it('closes those that were redirected once their client is let through: a new one gets past the portal', async () => {
    await start()
    const redirected = await connect('127.0.0.5')
    expect((await ask(redirected, FOREIGN)).status).toBe(302)
    const other = await connect('127.0.0.6')
    expect((await ask(other, FOREIGN)).status).toBe(302)
    const closed = once(redirected, 'close')
    expect((await portal.post('/session', { terms: '2026-11' }, {}, '127.0.0.5')).status).toBe(303)
    await closed
    expect((await ask(other, FOREIGN)).status).toBe(302)
  })

  it('ends a request that does not come whole within five seconds', async () => {
    await start()
    const socket = await connect()
    const started = performance.now()
    const reply = await ask(socket, 'GET / HTTP/1.1\r\nHost: wifi.ex')
    expect(reply.status).toBe(408)
    expect(performance.now() - started).toBeLessThan(7000)
    expect(portal.gateway.logged).toEqual([])
  })

  it('stops with connections open, without waiting for those that ask nothing', async () => {
    await start()
    const silent = await connect()
    const kept = await connect()
    await ask(kept, OWN)
    const closed = Promise.all([once(silent, 'close'), once(kept, 'close')])
    const started = performance.now()
    await portal.server.close()
    await closed
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('answers a request under way before it stops', async () => {
    await start()
    let granted: () => void = () => undefined
    const grant = portal.gateway.firewall.grant.bind(portal.gateway.firewall)
    const asked = new Promise<void>((resolve) => {
      portal.gateway.firewall.grant = async (client) => {
        resolve()
        await new Promise<void>((go) => {
          granted = go
        })
        await grant(client)
      }
    })
    const reply = portal.post('/session', { terms: '2026-11' })
    await asked
    const closed = portal.server.close()
    granted()
    expect((await reply).status).toBe(303)
    await closed
  })

  it('says why it cannot start where its port is taken, and leaves nothing open', async () => {
    await start()
    const { listenPortal } = await import('../../portal/server.ts')
    const again = listenPortal({
      fetch: () => new Response(),
      httpPort: portal.server.port,
      https: null,
      listenOn: '127.0.0.1',
      after: () => () => undefined,
      log: () => undefined,
    })
    await expect(again).rejects.toThrow('EADDRINUSE')
  })
})

/** Over TLS, without asking who signed: the certificates of the tests sign themselves. */
function getTls(path: string, host = 'wifi.example.mx', options: https.RequestOptions = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string; name: string }>(
    (resolve, reject) => {
      const request = https.get(
        {
          host: '127.0.0.1',
          port: portal.server.httpsPort,
          path,
          headers: { host },
          agent: false,
          rejectUnauthorized: false,
          ...options,
        },
        (answer) => {
          const name = (answer.socket as tls.TLSSocket).getPeerCertificate().subject.CN
          let body = ''
          answer.setEncoding('utf8').on('data', (text) => {
            body += text
          })
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, name: String(name) }),
          )
        },
      )
      request.on('error', reject)
    },
  )
}

describe('over HTTPS', () => {
  it('the captive portal API of RFC 8908 answers before and after the grant', async () => {
    await start()
    const before = await getTls('/captive-portal/api')
    expect(before.headers['content-type']).toBe('application/captive+json')
    expect(before.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(before.body)).toMatchObject({ captive: true, 'user-portal-url': 'http://wifi.example.mx/' })
    await portal.post('/session', { terms: '2026-11' })
    const after = await getTls('/captive-portal/api')
    expect(JSON.parse(after.body)).toMatchObject({ captive: false, 'seconds-remaining': 3600 })
  })

  it('a foreign host leads to the portal as well', async () => {
    await start()
    const answer = await getTls('/', 'example.com')
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe('http://wifi.example.mx/')
  })

  it('nothing older than TLS 1.2 is spoken', async () => {
    await start()
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' } as const
    await expect(getTls('/', 'wifi.example.mx', old)).rejects.toThrow(/EPROTO|alert|ECONNRESET/)
    expect((await getTls('/', 'wifi.example.mx', { maxVersion: 'TLSv1.2' })).status).toBe(200)
  })

  it('a renewed certificate is in force at once, and one that is none changes nothing', async () => {
    await start()
    expect((await getTls('/')).name).toBe('one.wifi.example.mx')
    portal.server.reloadCertificate(CERTIFICATE_TWO)
    expect((await getTls('/')).name).toBe('two.wifi.example.mx')
    expect(() => portal.server.reloadCertificate({ cert: 'none', key: 'none' })).toThrow()
    expect((await getTls('/')).name).toBe('two.wifi.example.mx')
  })

  it('begins with the first certificate, where there was none before', async () => {
    portal = await testServer({ waitForCertificate: true })
    expect(portal.server.httpsPort).toBeNull()
    expect((await portal.get('wifi.example.mx', '/')).status).toBe(200)
    expect(() => portal.server.reloadCertificate({ cert: 'none', key: 'none' })).toThrow()
    portal.server.reloadCertificate(CERTIFICATE_ONE)
    await until('HTTPS is served', () => portal.server.httpsPort !== null)
    expect((await getTls('/')).name).toBe('one.wifi.example.mx')
    portal.server.reloadCertificate(CERTIFICATE_TWO)
    expect((await getTls('/')).name).toBe('two.wifi.example.mx')
  })

  it('a client’s share of connections holds too, and those that never shake hands count', async () => {
    await start({ perClient: 3, total: 100 })
    const { httpsPort } = portal.server
    const silent = net.connect({ port: httpsPort ?? 0, host: '127.0.0.1' })
    silent.on('error', () => undefined)
    await once(silent, 'connect')
    const closed = once(silent, 'close')
    const secured = [1, 2, 3].map(() =>
      tls.connect({ port: httpsPort ?? 0, host: '127.0.0.1', rejectUnauthorized: false }),
    )
    await Promise.all(secured.map((socket) => once(socket, 'secureConnect')))
    await closed
    expect((await getTls('/')).status).toBe(200)
    for (const socket of secured) socket.on('error', () => undefined).destroy()
  })

  it('what is no TLS ends, and harms nobody', async () => {
    await start()
    const socket = net.connect({ port: portal.server.httpsPort ?? 0, host: '127.0.0.1' })
    socket.on('error', () => undefined)
    const closed = once(socket, 'close')
    socket.write(OWN)
    await closed
    expect((await getTls('/')).status).toBe(200)
  })
})
