import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { ECHO_PORT, LAN, WEB } from './addresses.ts'
import { breakableNft } from './breakable-nft.ts'
import { type DataDisk, smallDisk } from './data-disk.ts'
import { admitted, endsInASecond, hasTable } from './gate.ts'
import type { Download } from './place.ts'
import { Ride } from './ride.ts'
import { NO_LEAK, Stranger } from './stranger.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const ACCEPT = {
  url: `${PORTAL}/session`,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}

describeWith(['bus'], 'a gateway that forwards nothing before its portal runs', () => {
  const theBus = useBus({ phones: 4, ipv6: true })
  let ride: Ride
  let disk: DataDisk
  let nft: ReturnType<typeof breakableNft>
  let stranger: Stranger
  let download: Download

  const portal = () => ride.portal ?? expect.fail('no portal')
  const launch = () => ride.launchPortal({ PATH: nft.path }, disk.before)
  const start = () => ride.startPortal({ PATH: nft.path }, disk.before)
  const forwarding = () => theBus().gw.exec('sysctl', ['-n', 'net.ipv4.ip_forward'])
  /** Octets of the download of the rider who is online have come since this was called. */
  const goesOn = async () => {
    const { octets } = await download.progress()
    await until('the download goes on', async () => (await download.progress()).octets > octets)
    expect((await download.progress()).state).toBe('running')
  }

  beforeAll(async () => {
    const bus = theBus()
    disk = await smallDisk(bus.gw, `${bus.folder}/gateway`)
    ride = new Ride(bus)
    nft = breakableNft(`${bus.folder}/breakable`)
    stranger = await Stranger.at(bus, bus.phone(2))
  })
  afterAll(() => stranger.hammer.stop())

  it('stays closed where nft fails at the start: one line says so, and forwarding stays off', async () => {
    const leak = await stranger.leakDuring(async () => {
      nft.fail()
      const failed = launch()
      expect(await failed.exited).toEqual({ code: 1, signal: null })
      expect(failed.output().trimEnd().split('\n')).toHaveLength(1)
      expect(failed.output()).toContain('Cannot allocate memory')
      nft.work()
    })
    expect(leak).toEqual(NO_LEAK)
    expect(await forwarding()).toBe('0\n')
  })

  it('passes no packet of a stranger while the portal starts and once it stands', async () => {
    expect(await stranger.leakDuring(start)).toEqual(NO_LEAK)
    expect(await forwarding()).toBe('1\n')
  })

  it('passes no packet of a stranger while another rider accepts and downloads, by IPv6 neither', async () => {
    const bus = theBus()
    await bus.gw.exec('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1'])
    const leak = await stranger.leakDuring(async () => {
      expect((await bus.phone(1).request(ACCEPT)).status).toBe(303)
      download = await bus.phone(1).download(`http://${WEB}/stream?rate=200000`)
      await goesOn()
    })
    expect(leak).toEqual(NO_LEAK)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'shuts strangers out and cuts nobody while %s ends the portal, after it, and while it starts again',
    async (signal) => {
      const leak = await stranger.leakDuring(async () => {
        await portal().stop(signal)
        await stranger.knocks(200)
        await goesOn()
        await start()
      })
      expect(leak).toEqual(NO_LEAK)
      await goesOn()
    },
  )

  it('shuts strangers out and cuts nobody while the portal is killed and started ten times', async () => {
    const leak = await stranger.leakDuring(async () => {
      for (let round = 0; round < 10; round += 1) {
        await portal().stop('SIGKILL')
        await start()
      }
    })
    expect(leak).toEqual(NO_LEAK)
    await goesOn()
  }, 60_000)

  it('leaves the rules of before as they are where nft fails at a restart', async () => {
    const leak = await stranger.leakDuring(async () => {
      await portal().stop('SIGKILL')
      nft.fail()
      expect(await launch().exited).toEqual({ code: 1, signal: null })
      nft.work()
      await goesOn()
      await start()
    })
    expect(leak).toEqual(NO_LEAK)
    await goesOn()
  })

  it('tells a rider with a page and status 503 that nft failed, and lets no packet of the rider through', async () => {
    const phone = theBus().phone(3)
    nft.fail()
    const answer = await phone.request(ACCEPT)
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(await phone.udpAsk(WEB, ECHO_PORT, 'hello', 300)).toBeNull()
    nft.work()
    expect((await phone.request(ACCEPT)).status).toBe(303)
    expect(await phone.udpAsk(WEB, ECHO_PORT, 'hello')).toEqual(Buffer.from('hello'))
    await goesOn()
  })

  it('has the kernel end a session by itself while the portal is dead, and its open connections with it', async () => {
    const bus = theBus()
    const phone = bus.phone(3)
    await portal().stop('SIGKILL')
    expect((await admitted(bus)).map(({ timeout }) => timeout)).toEqual([3600, 3600])
    const open = await phone.connect(WEB, ECHO_PORT)
    await endsInASecond(bus, phone)
    await until('the kernel has ended the session', async () => (await admitted(bus)).length === 1)
    expect(await open.echo('still there?', 300)).toBeNull()
    expect(await phone.tcpConnect(WEB, 443)).toBe('refused')
    await open.close()
    await start()
    await goesOn()
  })

  it('keeps riders online and strangers out on a full disk, says so, and lets newcomers on as ever', async () => {
    const [rider, newcomer] = [theBus().phone(1), theBus().phone(4)]
    const leak = await stranger.leakDuring(async () => {
      disk.fill()
      await until('the portal has noticed', () => /the database is in memory/.test(portal().output()))
      expect((await newcomer.request(PORTAL)).status).toBe(200)
      expect((await newcomer.request(`http://${WEB}/generate_204`)).status).toBe(302)
      expect((await newcomer.request(ACCEPT)).status).toBe(303)
      expect((await rider.request(PORTAL)).body).toContain('/session/end')
      await goesOn()
    })
    expect(leak).toEqual(NO_LEAK)
    expect(await newcomer.udpAsk(WEB, ECHO_PORT, 'hello')).toEqual(Buffer.from('hello'))
  })

  it('starts again on a full disk with its riders online, and is back on the disk once there is room', async () => {
    const leak = await stranger.leakDuring(async () => {
      await portal().stop('SIGKILL')
      await goesOn()
      await start()
      await goesOn()
      disk.empty()
      await until('the database is on the disk again', () => /back on the disk/.test(portal().output()))
    })
    expect(leak).toEqual(NO_LEAK)
    expect(await theBus().phone(4).udpAsk(WEB, ECHO_PORT, 'hello')).toEqual(Buffer.from('hello'))
    const newcomer = theBus().phone(3)
    expect((await newcomer.request(ACCEPT)).status).toBe(303)
    expect(await newcomer.udpAsk(WEB, ECHO_PORT, 'hello')).toEqual(Buffer.from('hello'))
  })

  it('shuts strangers out and cuts nobody while policies are read again', async () => {
    const leak = await stranger.leakDuring(async () => {
      for (const version of [1, 2, 3]) {
        const policy = { version, operatorName: 'Otra red', sessionSeconds: 1800 * version, termsVersion: '2026-11' }
        writeFileSync(disk.file('policy.json'), JSON.stringify(policy))
        portal().child.kill('SIGHUP')
        await portal().waitForLine(new RegExp(`policy ${version} is in force`))
      }
    })
    expect(leak).toEqual(NO_LEAK)
    await goesOn()
  })

  it('has brought the rider the whole download, through all of this, octet for octet', async () => {
    const bus = theBus()
    await bus.finishStreams()
    await until('the download has ended', async () => (await download.progress()).state !== 'running')
    const { state, status, octets } = await download.progress()
    const [served] = (await bus.served()).filter(({ path }) => path === '/stream')
    expect({ state, status, octets }).toEqual({ state: 'complete', status: 200, octets: served?.bodyOctets })
    const { tcp, udp, icmp } = await stranger.hammer.stop()
    expect(Math.min(tcp, udp, icmp)).toBeGreaterThan(1_000)
  })
})

describeWith(['bus'], 'a gateway that forwarded before its portal ever ran', () => {
  const theBus = useBus({ phones: 2, ipv6: true, forwarding: true })
  let stranger: Stranger

  it('passes no packet of either family from the instant that the table stands', async () => {
    const bus = theBus()
    stranger = await Stranger.at(bus, bus.phone(2))
    await until('the stranger passes by IPv4', async () => (await stranger.leak()).toFleet > 0)
    await until('the stranger passes by IPv6', async () => (await stranger.leak()).ipv6 > 0)
    const started = new Ride(bus).startPortal()
    await until('the table stands', () => hasTable(bus), 10_000)
    await bus.resetArrived()
    await started
    await stranger.knocks(200)
    expect(await stranger.leak()).toEqual(NO_LEAK)
  })

  it('closes again within two accounting intervals after somebody has flushed all rules, with its riders online', async () => {
    const bus = theBus()
    expect((await bus.phone(1).request(ACCEPT)).status).toBe(303)
    await bus.gw.exec('nft', ['flush', 'ruleset'])
    await until('the table is back', () => hasTable(bus), 2_000)
    expect(await stranger.leakDuring(() => stranger.knocks(10))).toEqual(NO_LEAK)
    expect((await bus.phone(1).request(`http://${WEB}/generate_204`)).status).toBe(204)
    await stranger.hammer.stop()
  })
})
