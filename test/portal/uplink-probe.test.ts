import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { roundTripsOf, serversBeyond } from '../../portal/uplink/probe.ts'
import { fakeClock } from '../fakes/clock.ts'

/** A header that answers a DNS question with this code (RFC 1035: 0 none wrong, 3 no such name). */
function dnsAnswer(question: Buffer, code: number): Buffer {
  const answer = Buffer.from(question.subarray(0, question.indexOf(0, 12) + 5))
  answer.writeUInt16BE(0x8180 | code, 2)
  answer.writeUInt16BE(0, 10)
  return answer
}

describe('the round trips of the uplink', () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })

  const nameServer = async (answer: (question: Buffer) => Promise<Buffer | null>) => {
    const socket = createSocket('udp4').on('message', async (question, { port, address }) => {
      const said = await answer(question)
      if (said !== null) socket.send(said, port, address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    closing.push(() => socket.close())
    return `127.0.0.1:${socket.address().port}`
  }
  const fleet = async (answer: (path: string) => Promise<number>) => {
    const server = createServer(async (request, response) => {
      response.statusCode = await answer(request.url ?? '')
      response.end('{}')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  /** A port of ours that nobody listens on any more: it refuses. */
  const closedPort = async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    socket.close()
    return `127.0.0.1:${port}`
  }

  it('are asked for both at once: neither waits for the other', async () => {
    let fleetAsked = () => {}
    let namesAsked = () => {}
    const atFleet = new Promise<void>((resolve) => {
      fleetAsked = resolve
    })
    const atNames = new Promise<void>((resolve) => {
      namesAsked = resolve
    })
    const server = await nameServer(async (question) => {
      namesAsked()
      await atFleet
      return dnsAnswer(question, 0)
    })
    const fleetUrl = await fleet(async () => {
      fleetAsked()
      await atNames
      return 200
    })
    const ask = roundTripsOf({ fleetUrl, uptime: () => 5, nameServers: () => [server] })
    expect(await ask()).toEqual({ dnsMs: 0, fleetMs: 0 })
  })

  it('are counted by the monotonic clock, for the fleet at its health page', async () => {
    const clock = fakeClock()
    const paths: string[] = []
    const fleetUrl = await fleet(async (path) => {
      paths.push(path)
      clock.pass(0.087)
      return 503
    })
    const refusing = await closedPort()
    const ask = roundTripsOf({ fleetUrl, uptime: clock.uptime, nameServers: () => [refusing] })
    expect([await ask(), paths]).toEqual([{ dnsMs: null, fleetMs: 87 }, ['/healthz']])
  })

  it('are a name server’s alone where there is no fleet, and "no such name" is an answer', async () => {
    const clock = fakeClock()
    const server = await nameServer(async (question) => {
      clock.pass(0.031)
      return dnsAnswer(question, 3)
    })
    const ask = roundTripsOf({ fleetUrl: null, uptime: clock.uptime, nameServers: () => [server] })
    expect(await ask()).toEqual({ dnsMs: 31, fleetMs: null })
  })

  it('are none where nobody answers in time', async () => {
    const silent = await nameServer(async () => null)
    const fleetUrl = await fleet(() => new Promise(() => {}))
    const ask = roundTripsOf({ fleetUrl, uptime: () => 5, nameServers: () => [silent], timeoutMs: 100 })
    expect(await ask()).toEqual({ dnsMs: null, fleetMs: null })
  })

  it('go to the name servers of the network that the bus is in now', async () => {
    const first = await nameServer(async (question) => dnsAnswer(question, 0))
    const refusing = await closedPort()
    const servers = [[refusing], [first]]
    const ask = roundTripsOf({ fleetUrl: null, uptime: () => 5, nameServers: () => servers.shift() ?? [] })
    expect([(await ask()).dnsMs, (await ask()).dnsMs]).toEqual([null, 0])
  })
})

describe('the name servers beyond the uplink', () => {
  it('are those that are not on this machine', () => {
    const text = `# written by a modem
nameserver 127.0.0.53
 nameserver 189.203.0.1
nameserver ::1
nameserver 2806:2f0::53
nameserver fe80::1%wwan0
nameserver nobody
search example.mx
`
    expect(serversBeyond(text)).toEqual(['189.203.0.1', '2806:2f0::53'])
  })
})
