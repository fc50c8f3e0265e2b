import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { runs } from '../processes.ts'
import { ECHO_PORT, FLEET, INTERNET_TITLE, LAN, OTHER_RESOLVER, RESOLVER, WAN, WEB } from './addresses.ts'
import { Bus } from './bus.ts'
import { folderOf } from './names.ts'
import { leftoversOf, removeStale } from './remove.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const MASQUERADE = `table ip by_hand {
  chain leaving { type nat hook postrouting priority 100; oifname "wan0" masquerade; }
}`
const PORTAL_API = 'https://portal.test/captive-portal/api'

async function masquerade(bus: Bus): Promise<void> {
  await bus.gw.exec('nft', ['-f', '-'], { input: MASQUERADE })
}

describeWith(['bus'], 'a bus whose gateway forwards with NAT', () => {
  const bus = useBus({ forwarding: true, wirePackets: true, dnsmasq: [`--dhcp-option=114,${PORTAL_API}`] })
  beforeAll(() => masquerade(bus()))

  it('gives each phone an address, a route and a resolver by DHCP', async () => {
    const leases = bus().phones.map((phone) => phone.lease)
    expect(new Set(leases.map((lease) => lease?.ip)).size).toBe(3)
    for (const lease of leases) {
      expect(lease).toMatchObject({ prefix: 22, router: LAN.gateway, dns: [LAN.gateway], leaseSeconds: 3600 })
      expect(lease?.captivePortal).toBe(PORTAL_API)
    }
    const phone = bus().phone(1)
    expect(await phone.exec('ip', ['-o', 'addr', 'show', 'eth0'])).toContain(`${phone.ip}/22`)
    expect(await phone.exec('cat', ['/sys/class/net/eth0/address'])).toBe(`${phone.mac}\n`)
    expect(await phone.exec('cat', ['/etc/resolv.conf'])).toBe(`nameserver ${LAN.gateway}\n`)
  })

  it("lets a phone resolve names at the gateway, at the internet's resolvers and not elsewhere", async () => {
    const phone = bus().phone(1)
    expect(await phone.dnsQuery('example.test')).toEqual([WEB])
    expect(await phone.dnsQuery('fleet.test', { server: OTHER_RESOLVER })).toEqual([FLEET])
    await expect(phone.dnsQuery('example.test', { server: WEB, timeoutMs: 300 })).rejects.toThrow('ECONNREFUSED')
    expect((await bus().arrived()).otherDns.packets).toBe(1)
  })

  it('brings a phone 1,000,000 octets of the internet host, and both sides count them', async () => {
    await bus().resetServed()
    await bus().resetArrived()
    const answer = await bus().phone(1).request('http://example.test/bytes?n=1000000')
    expect(answer).toMatchObject({ status: 200, octets: 1_000_000 })
    const [served] = await bus().served()
    expect(served).toMatchObject({ host: 'example.test', path: '/bytes', requests: 1, bodyOctets: 1_000_000 })
    expect(served?.responseOctets).toBeGreaterThan(1_000_000)
    const arrived = await bus().arrived()
    expect(arrived.http.packets).toBeGreaterThan(4)
    expect(arrived.unnatted.packets).toBe(0)
    const { total, unnatted: _, fleet: __, ...exclusive } = arrived
    expect(Object.values(exclusive).reduce((sum, { octets }) => sum + octets, 0)).toBe(total.octets)
  })

  it('counts what a phone uploads', async () => {
    await bus().resetArrived()
    const body = 'u'.repeat(200_000)
    const answer = await bus().phone(2).request({ url: 'http://up.test/upload', method: 'POST', body })
    expect(JSON.parse(answer.body)).toEqual({ receivedOctets: 200_000 })
    const { packets, octets } = (await bus().arrived()).http
    expect(octets).toBeGreaterThan(200_000)
    expect(packets).toBeGreaterThan(200_000 / 1_500) // no larger than the MTU
  })

  it('carries TCP, UDP and ping, and tells an open port from a closed one', async () => {
    await bus().resetArrived()
    const phone = bus().phone(3)
    expect(await phone.tcpConnect(WEB, 443)).toBe('open')
    expect(await phone.tcpConnect(WEB, 22)).toBe('refused')
    expect((await phone.udpAsk(WEB, ECHO_PORT, 'hello'))?.toString()).toBe('hello')
    expect(await phone.udpAsk(WEB, 9, 'hello', 300)).toBeNull()
    expect(await phone.ping(WEB)).toBe(true)
    const raw = await phone.sendRaw(WEB, 80, [
      'GET /success.txt HTTP/1.1\r\n',
      'Host: raw\r\nConnection: close\r\n\r\n',
    ])
    expect(raw.ended).toBe('closed')
    expect(raw.reply.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nsuccess\n$/)
    const { https, otherTcp, otherUdp, icmp } = await bus().arrived()
    for (const count of [https, otherTcp, otherUdp, icmp]) expect(count.packets).toBeGreaterThan(0)
  })

  it('tells what the gateway says of its own unclaimed answers for names from the packets of phones', async () => {
    await bus().resetArrived()
    // The question for the root's name servers, from sockets that nobody has any more when the answer comes.
    const ask = `const question = Buffer.from('0001010000010000000000000000020001', 'hex')
      for (let n = 0; n < 50; n += 1) {
        const socket = require('node:dgram').createSocket('udp4')
        socket.send(question, 53, '${RESOLVER}', () => socket.close())
      }`
    // The name server may be quicker than the closing, so it is asked until it was not.
    await until(
      'an answer has found nobody',
      async () => {
        await bus().gw.exec(process.execPath, ['-e', ask])
        return (await bus().arrived()).unclaimedDns.packets > 0
      },
      20_000,
    )
    const { icmp, unclaimedDns, dns } = await bus().arrived()
    expect(icmp.packets).toBe(0)
    expect(unclaimedDns.packets).toBeLessThanOrEqual(dns.packets)
  })

  it('keeps two phones from reaching each other, as long as their ports are isolated', async () => {
    const [one, two] = [bus().phone(1), bus().phone(2)]
    const isolate = (state: 'on' | 'off') =>
      bus().gw.exec('ip', ['link', 'set', 'port1', 'type', 'bridge_slave', 'isolated', state])
    const listener = two.run('busybox', ['nc', '-l', '-p', '9000'])
    await until('phone 2 listens', async () => (await two.exec('ss', ['-Hltn', 'sport = 9000'])) !== '')
    expect(await one.ping(two.ip)).toBe(false)
    expect(await one.tcpConnect(two.ip, 9000, 300)).not.toBe('open')
    expect(await one.ping(LAN.gateway)).toBe(true)
    await isolate('off')
    expect(await one.ping(two.ip)).toBe(true)
    expect(await one.tcpConnect(two.ip, 9000)).toBe('open')
    await Promise.all([isolate('on'), listener.exited])
  })

  it('cuts a held connection and a running download with the uplink, and lets them go on when it returns', async () => {
    const phone = bus().phone(1)
    const held = await phone.connect(WEB, ECHO_PORT)
    const download = await phone.download(`http://${WEB}/bytes?n=100000000&rate=400000`)
    expect(await held.echo('before')).toBe('before')
    await until('the download has begun', async () => (await download.progress()).octets > 0)
    await bus().uplink('down')
    expect(await held.echo('during', 300)).toBeNull()
    expect(await phone.tcpConnect(WEB, 80, 300)).not.toBe('open')
    const stalled = (await download.progress()).octets
    await bus().uplink('up')
    await until('the download goes on', async () => (await download.progress()).octets > stalled)
    expect((await download.stop()).state).toBe('stopped')
    expect(await held.echo('after', 5_000)).toBe('after')
    expect(await held.state()).toBe('open')
    await held.close()
  })

  it('says which program failed and what it printed', async () => {
    await expect(bus().gw.exec('nft', ['-f', '-'], { input: 'nonsense' })).rejects.toThrow(/nft -f -.*\n.*syntax error/)
    const program = bus().run('gw', 'sh', ['-c', 'echo "no antenna" >&2; exit 3'])
    await expect(program.waitForLine(/ready/)).rejects.toThrow(/ended before.*\n.*exit 3.*\nno antenna/)
    expect(await program.exited).toEqual({ code: 3, signal: null })
    await expect(bus().phone(1).request('http://192.0.2.1/')).rejects.toThrow('ECONNREFUSED')
  })

  describeWith(['chromium'], 'with a browser', () => {
    it("opens a page by name in Chromium in the phone's namespace", async () => {
      await bus().resetServed()
      const browser = await bus().chromium('phone1')
      const page = await browser.newPage()
      await page.goto('http://example.test/', { timeout: 25_000 })
      expect(await page.title()).toBe(INTERNET_TITLE)
      expect((await bus().served()).map(({ host, path }) => host + path)).toContain('example.test/')
      await browser.close()
    }, 60_000)
  })
})

describeWith(['bus'], 'a bus whose gateway does not forward', () => {
  const bus = useBus({ phones: 1, ipv6: true })
  beforeAll(() => masquerade(bus()))

  it('lets nothing of a phone arrive at the internet host', async () => {
    const phone = bus().phone(1)
    expect(await phone.dnsQuery('example.test')).toEqual([WEB]) // the gateway itself is there
    await bus().resetArrived()
    expect(await phone.tcpConnect(WEB, 80, 300)).toBe('timeout')
    expect(await phone.tcpConnect('2001:db8:100::10', 80, 300)).not.toBe('open')
    expect(await phone.udpAsk(OTHER_RESOLVER, 53, 'hello', 300)).toBeNull()
    expect(await phone.ping(WEB)).toBe(false)
    expect((await bus().arrived()).total).toEqual({ packets: 0, octets: 0 })
  })

  it('counts apart what is forwarded without NAT, and IPv6', async () => {
    await bus().gw.exec('nft', ['delete', 'table', 'ip', 'by_hand'])
    await bus().gw.exec('sysctl', ['-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'])
    await bus().resetArrived()
    expect(await bus().phone(1).tcpConnect(WEB, 80, 300)).toBe('timeout')
    expect(await bus().phone(1).tcpConnect('2001:db8:100::10', 80)).toBe('open')
    const { unnatted, ipv6 } = await bus().arrived()
    expect(unnatted.packets).toBeGreaterThan(0)
    expect(ipv6.packets).toBeGreaterThan(0)
  })
})

describeWith(['bus'], 'the end of a bus', () => {
  it('leaves no namespace, folder or process, whatever still runs, and may be asked for twice', async () => {
    const bus = await Bus.create({ phones: 2 })
    const stubborn = bus.run('phone1', 'sh', ['-c', 'trap "" TERM; sleep 600 & wait; sleep 600'])
    await bus.phone(1).ping(WAN.gateway)
    const before = leftoversOf(bus.id)
    expect(before.namespaces).toHaveLength(4)
    expect(before.processes).toContain(stubborn.pid)
    await Promise.all([bus.remove(), bus.remove()])
    await bus.remove()
    expect(leftoversOf(bus.id)).toEqual({ namespaces: [], etcFolders: [], processes: [] })
    expect(existsSync(bus.folder)).toBe(false)
    expect(before.processes.filter(runs)).toEqual([])
    expect(readFileSync('/proc/net/dev', 'utf8')).not.toMatch(/lan0|wan0|port1/)
  })

  it('comes with the end of its test run, or with the next run where that was killed', async () => {
    const owner = fileURLToPath(new URL('owner-of-a-bus.ts', import.meta.url))
    const end = async (signal: NodeJS.Signals) => {
      const child = spawn(process.execPath, ['--import', 'tsx', owner], { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(child, 'exit')
      const [id] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
      expect(leftoversOf(id).namespaces).toHaveLength(3)
      child.kill(signal)
      await ended
      return id
    }
    const [told, killed] = await Promise.all([end('SIGTERM'), end('SIGKILL')])
    expect(leftoversOf(told)).toEqual({ namespaces: [], etcFolders: [], processes: [] })
    await until('what was left is removed', () => {
      removeStale()
      return leftoversOf(killed).namespaces.length === 0 && !existsSync(folderOf(killed))
    })
    expect(leftoversOf(killed)).toEqual({ namespaces: [], etcFolders: [], processes: [] })
  })

  it('leaves nothing where it could not be made', async () => {
    const id = `bad${process.pid}`
    await expect(Bus.create({ id, phones: 1, dnsmasq: ['--no-such-option'] })).rejects.toThrow(/dnsmasq.*ended before/)
    expect(leftoversOf(id)).toEqual({ namespaces: [], etcFolders: [], processes: [] })
    expect(readdirSync('/tmp').filter((name) => name.includes(id))).toEqual([])
  })
})
