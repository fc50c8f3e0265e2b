import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { LAN } from './addresses.ts'
import type { Boarded } from './agent/boarding.ts'
import type { Crowd } from './crowd.ts'
import { admitted } from './gate.ts'
import { Ride } from './ride.ts'
import { Stranger } from './stranger.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

describeWith(['bus'], 'a storm of 240 phones', () => {
  const theBus = useBus({ phones: 1, dnsmasq: false })
  let crowd: Crowd
  let ride: Ride

  beforeAll(async () => {
    crowd = await theBus().crowd(240)
    ride = new Ride(theBus())
    await ride.startPortal()
  })

  it('gets all 240 phones online that board at once: probe, page, one tap, first packet, and none fails', async () => {
    const boarded = await (await crowd.board()).end()
    expect(boarded.filter(({ reached }) => reached !== 'online')).toEqual([])
    expect(boarded).toHaveLength(240)
  })

  it('knows each of them by a MAC address and an IP address of its own', async () => {
    const clients = await admitted(theBus())
    expect(new Set(clients.map(({ mac }) => mac)).size).toBe(240)
    expect(clients.map(({ ip }) => ip).sort()).toEqual([...crowd.riders].sort())
  })

  it('keeps all 240 online through a kill of the portal and a restart', async () => {
    await ride.portal?.stop('SIGKILL')
    expect(await crowd.online()).toHaveLength(240)
    await ride.startPortal()
    expect(await crowd.online()).toHaveLength(240)
  })
})

describeWith(['bus'], 'a kill of the portal in the middle of a storm', () => {
  const theBus = useBus({ phones: 1, dnsmasq: false, ipv6: true })
  let crowd: Crowd
  let stranger: Stranger
  let boarded: Boarded[]
  let online: string[]

  beforeAll(async () => {
    const bus = theBus()
    crowd = await bus.crowd(240)
    const ride = new Ride(bus)
    await ride.startPortal()
    await bus.gw.exec('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1'])
    await bus.phone(1).setAddress(LAN.poolFirst)
    stranger = await Stranger.at(bus, bus.phone(1))
    await stranger.knocks(50)
    await bus.resetArrived()
    const boarding = await crowd.board()
    await until('some have boarded', async () => (await boarding.progress()).accepted >= 40, 20_000)
    await ride.portal?.stop('SIGKILL')
    boarded = await boarding.end()
    await ride.startPortal()
    online = await crowd.online()
  }, 60_000)

  it('leaves every phone online after the restart that had its 303', () => {
    const accepted = boarded.filter(({ acceptedAt }) => acceptedAt > 0).map(({ ip }) => ip)
    expect(accepted.length).toBeGreaterThanOrEqual(40)
    expect(accepted.filter((ip) => !online.includes(ip))).toEqual([])
  })

  it('lets nobody else through but those whose tap it had taken and whose answer was lost', async () => {
    const asked = boarded.filter(({ postedAt }) => postedAt > 0).map(({ ip }) => ip)
    expect(online.filter((ip) => !asked.includes(ip))).toEqual([])
    expect((await admitted(theBus())).map(({ ip }) => ip).sort()).toEqual([...online].sort())
  })

  it('lets each of the others try again, and get on', async () => {
    const others = crowd.riders.filter((ip) => !online.includes(ip))
    expect(others.length).toBeGreaterThan(0)
    const again = await (await crowd.board(others)).end()
    expect(again.filter(({ reached }) => reached !== 'online')).toEqual([])
    expect(await crowd.online()).toHaveLength(240)
  })

  it('has passed no packet of a stranger who knocked all the while', async () => {
    // The crowd's first packets are UDP.
    const { udp: _, ...leak } = await stranger.leak()
    expect(leak).toEqual({ toFleet: 0, https: 0, icmp: 0, ipv6: 0, unnatted: 0 })
    expect((await stranger.hammer.stop()).tcp).toBeGreaterThan(500)
  })
})
