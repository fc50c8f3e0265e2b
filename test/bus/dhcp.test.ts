import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { beforeAll, expect, it } from 'vitest'
import type { DnsmasqChange } from '../../portal/dhcp/dnsmasq.ts'
import { readText } from '../../portal/read-text.ts'
import { describeWith } from '../describe-with.ts'
import { childrenOf } from '../processes.ts'
import { IPV6, LAN, RESOLVER, WAN, WEB } from './addresses.ts'
import type { Program } from './program.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORT = 9000
const API = 'https://wifi.example.mx/captive-portal/api'
const POLICY = { walledGarden: ['salud.example.mx'], blockedNames: ['blocked.example'] }

describeWith(['bus'], 'the dnsmasq of the portal', () => {
  const theBus = useBus({ phones: 3, ipv6: true, dnsmasq: false })
  let manager: Program

  const dataDir = () => join(theBus().folder, 'gateway')
  const pid = () => Number.parseInt(readText(join(dataDir(), 'dnsmasq.pid')) ?? '', 10)
  /** Other than `before`; its pid file is away for a moment while one goes and another comes. */
  const running = (before = 0) =>
    until('a dnsmasq runs', () => (pid() > 0 && pid() !== before && commandOf(pid()) !== '' ? pid() : null))
  const upstream = (server: string) => writeFileSync(join(theBus().folder, 'resolv.conf'), `nameserver ${server}\n`)
  const gardenSet = async () => {
    const listed = JSON.parse(await theBus().gw.exec('nft', ['-j', 'list', 'set', 'inet', 'abordo', 'garden']))
    const { elem = [] } = listed.nftables[1].set as { elem?: { elem: { val: string } }[] }
    return elem.map(({ elem }) => elem.val)
  }

  async function startManager(uplinkUp = true, port = PORT, folder = dataDir()): Promise<Program> {
    const settings = {
      lanInterface: 'lan0',
      address: LAN.gateway,
      prefixLength: LAN.prefix,
      hostname: 'wifi.example.mx',
      apiUrl: API,
      resolvFile: join(theBus().folder, 'resolv.conf'),
      policy: POLICY,
      uplinkUp,
      nftTable: 'abordo',
      gardenSet: 'garden',
    }
    const program = theBus().gw.run(process.execPath, [join(theBus().folder, 'dhcp-program.mjs')], {
      SETTINGS: JSON.stringify(settings),
      DATA_DIR: folder,
      PORT: String(port),
    })
    await program.waitForLine(/^(serving|failed)/)
    return program
  }

  async function ask(verb: string, body?: unknown): Promise<{ status: number; said: string }> {
    const answer = await theBus().gw.request({
      url: `http://127.0.0.1:${PORT}/${verb}`,
      method: 'POST',
      body: JSON.stringify(body ?? null),
      timeoutMs: 20_000,
    })
    return { status: answer.status, said: answer.body }
  }

  async function apply(change: DnsmasqChange): Promise<void> {
    expect(await ask('apply', change)).toEqual({ status: 200, said: 'null' })
  }

  beforeAll(async () => {
    const bus = theBus()
    buildSync({
      entryPoints: [fileURLToPath(new URL('dhcp-program.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      outfile: join(bus.folder, 'dhcp-program.mjs'),
      logLevel: 'silent',
    })
    mkdirSync(dataDir())
    // dnsmasq reads it as nobody, like /etc/resolv.conf.
    await bus.gw.exec('chmod', ['755', bus.folder])
    upstream(RESOLVER)
    await bus.gw.exec('nft', ['-f', '-'], {
      input: 'add table inet abordo\nadd set inet abordo garden { type ipv4_addr; flags timeout; timeout 1h; }\n',
    })
    manager = await startManager()
  })

  it('gives a phone an address for half an hour, with the gateway as router and name server', async () => {
    const lease = await theBus().phone(1).dhcp()
    expect(lease).toMatchObject({ prefix: 22, router: LAN.gateway, dns: [LAN.gateway], leaseSeconds: 1800 })
    expect(lease.ip).toMatch(/^10\.55\.[0-3]\./)
  })

  it('tells the phone where the captive portal API is', () => {
    expect(theBus().phone(1).lease?.captivePortal).toBe(API)
  })

  it('knows how many phones have an address, in a file that others cannot read', async () => {
    await theBus().phone(2).dhcp()
    expect(JSON.parse((await ask('state')).said)).toEqual({ alive: true, pool: { used: 2, size: 1013 } })
    expect(statSync(join(dataDir(), 'dnsmasq.leases')).mode & 0o777).toBe(0o600)
  })

  it('keeps the name of a phone nowhere', async () => {
    const bus = theBus()
    const flags = ['-i', 'eth0', '-f', '-q', '-n', '-x', 'hostname:telefono-de-ana', '-s', '/bin/true']
    await bus.phone(2).exec('udhcpc', flags)
    const leases = readFileSync(join(dataDir(), 'dnsmasq.leases'), 'utf8')
    expect(leases).toContain(bus.phone(2).mac)
    expect(leases).not.toContain('ana')
    await expect(bus.phone(1).dnsQuery('telefono-de-ana')).rejects.toThrow('ENOTFOUND')
  })

  it('answers a name of the internet through the uplink', async () => {
    expect(await theBus().phone(1).dnsQuery('example.test')).toEqual([WEB])
  })

  it("answers the portal's name with the gateway, and nothing else about it", async () => {
    const phone = theBus().phone(1)
    expect(await phone.dnsQuery('wifi.example.mx')).toEqual([LAN.gateway])
    await expect(phone.dnsQuery('wifi.example.mx', { type: 'AAAA' })).rejects.toThrow('ENODATA')
    await expect(phone.dnsQuery('wifi.example.mx', { type: 'TXT' })).rejects.toThrow('ENODATA')
  })

  it('knows no blocked name, nor any below it', async () => {
    const phone = theBus().phone(1)
    await expect(phone.dnsQuery('blocked.example')).rejects.toThrow('ENOTFOUND')
    await expect(phone.dnsQuery('www.blocked.example')).rejects.toThrow('ENOTFOUND')
    await expect(phone.dnsQuery('www.blocked.example', { type: 'TXT' })).rejects.toThrow('ENOTFOUND')
  })

  it('gives no IPv6 address of a name that has one', async () => {
    const bus = theBus()
    expect(await bus.gw.dnsQuery('six.test', { type: 'AAAA', server: RESOLVER })).toEqual([IPV6.web])
    await expect(bus.phone(1).dnsQuery('six.test', { type: 'AAAA' })).rejects.toThrow('ENODATA')
  })

  it('puts the address of a walled-garden name into the set by the time the phone has the answer', async () => {
    expect(await gardenSet()).toEqual([])
    expect(await theBus().phone(1).dnsQuery('www.salud.example.mx')).toEqual([WEB])
    expect(await gardenSet()).toEqual([WEB])
  })

  it('leads every name to the gateway while the uplink is down, and to the internet once it is back', async () => {
    const phone = theBus().phone(1)
    await apply({ uplinkUp: false })
    expect(await phone.dnsQuery('captive.apple.com')).toEqual([LAN.gateway])
    expect(await phone.dnsQuery('blocked.example')).toEqual([LAN.gateway])
    await expect(phone.dnsQuery('captive.apple.com', { type: 'AAAA' })).rejects.toThrow('ENODATA')
    await apply({ uplinkUp: true })
    expect(await phone.dnsQuery('captive.apple.com')).toEqual([WEB])
  })

  it('keeps leases through a change of configuration', async () => {
    const phone = theBus().phone(1)
    const { ip } = phone
    await apply({ policy: { ...POLICY, blockedNames: ['blocked.example', 'example.test'] } })
    await expect(phone.dnsQuery('example.test')).rejects.toThrow('ENOTFOUND')
    expect((await phone.dhcp()).ip).toBe(ip)
    expect(JSON.parse((await ask('state')).said).pool).toEqual({ used: 2, size: 1013 })
    await apply({ policy: POLICY })
  })

  it('does not start anew for a change that changes nothing', async () => {
    const before = await running()
    await apply({ policy: { ...POLICY }, uplinkUp: true })
    expect(await running()).toBe(before)
  })

  it('follows the name servers of the uplink, and answers no name that leads into a private network', async () => {
    const bus = theBus()
    const args = ['--keep-in-foreground', '--conf-file=/dev/null', '--no-hosts', '--no-resolv', '--pid-file=']
    const more = ['--log-facility=-', '--bind-interfaces', `--listen-address=${WAN.internet}`, '--user=root']
    const names = ['--address=/modem.example/192.168.8.1', '--address=/other.example/198.51.100.77']
    await bus.run('inet', 'dnsmasq', [...args, ...more, ...names]).waitForLine(/started/)
    upstream(WAN.internet)
    const answered = await until('the new name server is asked', async () => {
      const addresses = await bus.phone(1).dnsQuery('other.example')
      return addresses.includes('198.51.100.77') && addresses
    })
    expect(answered).toEqual(['198.51.100.77'])
    await expect(bus.phone(1).dnsQuery('modem.example')).rejects.toThrow('ENOTFOUND')
    upstream(RESOLVER)
  })

  it('starts it again when it is killed, with the leases of before', async () => {
    const bus = theBus()
    const before = await running()
    const { ip } = bus.phone(2)
    process.kill(before, 'SIGKILL')
    await running(before)
    await manager.waitForLine(/log: dnsmasq has ended by itself \(by SIGKILL\): it is started again/)
    expect((await bus.phone(2).dhcp()).ip).toBe(ip)
  })

  it('starts it again when it is killed while it answers a phone over TCP', async () => {
    const bus = theBus()
    const before = await running()
    const held = await bus.phone(1).connect(LAN.gateway, 53)
    const child = await until('dnsmasq has a process for the connection', () => childrenOf(before)[0])
    process.kill(before, 'SIGKILL')
    await running(before)
    expect(commandOf(child)).toBe('')
    expect(await bus.phone(2).dnsQuery('wifi.example.mx')).toEqual([LAN.gateway])
    await held.close()
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'goes on after a %s of the portal, and the next takes it over',
    async (signal) => {
      const bus = theBus()
      const before = await running()
      await manager.stop(signal)
      expect((await bus.phone(3).dhcp()).captivePortal).toBe(API)
      expect(await bus.phone(3).dnsQuery('wifi.example.mx')).toEqual([LAN.gateway])
      manager = await startManager()
      expect(await running()).toBe(before)
      process.kill(before, 'SIGKILL')
      await running(before)
      await manager.waitForLine(/log: dnsmasq has ended by itself \(for a reason unknown\): it is started again/)
    },
  )

  it('replaces the one that an earlier portal left behind where it runs by another configuration', async () => {
    const bus = theBus()
    const before = await running()
    await manager.stop('SIGKILL')
    manager = await startManager(false)
    expect(await running()).not.toBe(before)
    expect(commandOf(before)).toBe('')
    expect(await bus.phone(3).dnsQuery('example.test')).toEqual([LAN.gateway])
    await apply({ uplinkUp: true })
  })

  it('says plainly that another program has the port', async () => {
    const other = await startManager(true, PORT + 1, join(theBus().folder, 'second'))
    expect(other.output()).toBe(
      'failed: dnsmasq does not start: another program holds port 53 or 67 of the riders’ interface: stop that one, or set PORTAL_DHCP=none\n',
    )
    expect(await theBus().phone(3).dnsQuery('wifi.example.mx')).toEqual([LAN.gateway])
  })

  it('writes nothing about phones anywhere but in its leases', () => {
    const bus = theBus()
    const written = readdirSync(dataDir()).filter((name) => name !== 'dnsmasq.leases')
    expect(written.sort()).toEqual(['dnsmasq.conf', 'dnsmasq.pid'])
    const told = manager.output() + written.map((name) => readFileSync(join(dataDir(), name), 'utf8')).join('')
    const addresses = [1, 2, 3].flatMap((number) => [bus.phone(number).mac, bus.phone(number).ip])
    expect(addresses.filter((address) => told.includes(address))).toEqual([])
  })

  it('is gone when it is told to stop', async () => {
    const before = await running()
    expect(await ask('stop')).toEqual({ status: 200, said: 'null' })
    expect(commandOf(before)).toBe('')
    expect(JSON.parse((await ask('state')).said).alive).toBe(false)
  })
})

/** Empty for a process that is gone, and for one whose parent has not asked yet how it ended. */
function commandOf(pid: number): string {
  return readText(`/proc/${pid}/cmdline`) ?? ''
}
