import dgram from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { ECHO_PORT, IPV6, WEB } from '../addresses.ts'
import { serve } from '../agent/channel.ts'
import { answer } from './pages.ts'
import { servedList, servedReset } from './served.ts'
import { finishStreams } from './streams.ts'

/** The internet host's servers. Bound to the web addresses only, so that a test can put its own at the others. */
async function start({ ipv6 }: { ipv6: boolean }): Promise<void> {
  for (const host of ipv6 ? [WEB, IPV6.web] : [WEB]) {
    const web = http.createServer({ keepAliveTimeout: 60_000 }, answer)
    await once(web.listen(80, host), 'listening')
    // Says nothing and hangs up at the first octets: there is no certificate that a phone would take.
    await once(net.createServer((socket) => hangUp(socket)).listen(443, host), 'listening')
    await once(net.createServer((socket) => echo(socket)).listen(ECHO_PORT, host), 'listening')
    const udp = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4')
    udp.on('message', (payload, from) => udp.send(payload, from.port, from.address))
    udp.bind(ECHO_PORT, host)
    await once(udp, 'listening')
  }
}

function hangUp(socket: net.Socket): void {
  socket.on('error', () => undefined).once('data', () => socket.destroy())
}

function echo(socket: net.Socket): void {
  socket.on('error', () => undefined)
  socket.pipe(socket)
}

const verbs = { start, servedList, servedReset, finishStreams }
export type InternetVerbs = typeof verbs

serve(verbs)
