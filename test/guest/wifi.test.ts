import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { wifiAnswersSchema } from '../../portal/wifi/hostapd.ts'
import { acceptForm } from '../bus/agent/form.ts'
import { describeWith } from '../describe-with.ts'
import { Air, GATEWAY, SLOW_MS, WEB } from './air.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const SSID = 'WiFi gratis "León" #{1}'
const NAME = Buffer.from(SSID).toString('hex')

/** An older phone, one with encryption and nothing else, and one that takes what is best. */
const OLD = 1
const ENCRYPTED = 2
const NEW = 3

describeWith(['guest', 'wifi', 'bus'], 'the riders’ WiFi, with Debian’s kernel', () => {
  let air: Air
  const joined = new Map<number, Record<string, string>>()
  const addresses = new Map<number, string>()

  beforeAll(async () => {
    air = await Air.make()
    await air.guest.run(
      `cd /run/air && PORTAL_LAN_INTERFACE=br-abordo PORTAL_WAN_INTERFACE=wan0 PORTAL_DATA_DIR=/run/air/portal \
${process.execPath} ${ABORDO} portal > /run/air/portal.log 2>&1 &
until grep -q 'riders are welcome' /run/air/portal.log; do kill -0 $! || { cat /run/air/portal.log >&2; exit 1; }; sleep 1; done`,
      SLOW_MS,
    )
    await air.send(wifiAnswersSchema.parse({ interface: 'wlan0', ssid: SSID }), 3)
    joined.set(OLD, await air.join(OLD, { ssid: NAME, key_mgmt: 'NONE' }))
    joined.set(ENCRYPTED, await air.join(ENCRYPTED, { ssid: NAME, key_mgmt: 'OWE', ieee80211w: '2', owe_only: '1' }))
    joined.set(NEW, await air.join(NEW, { ssid: NAME, key_mgmt: 'OWE', ieee80211w: '1' }))
    for (const phone of [OLD, ENCRYPTED, NEW]) addresses.set(phone, await air.lease(phone))
  }, 1_500_000)
  afterAll(() => air?.guest.end())

  it('takes a phone that cannot encrypt, as it is', () => {
    expect(joined.get(OLD)).toMatchObject({ key_mgmt: 'NONE', pairwise_cipher: 'NONE', wpa_state: 'COMPLETED' })
  })

  it('encrypts for a phone that asks for it, and protects its management frames', () => {
    expect(joined.get(ENCRYPTED)).toMatchObject({
      key_mgmt: 'OWE',
      pairwise_cipher: 'CCMP',
      pmf: '2',
      mgmt_group_cipher: 'BIP',
    })
  })

  it('leads a phone that knows only the open network’s name to the encrypted one', () => {
    expect(joined.get(NEW)).toMatchObject({ key_mgmt: 'OWE', pairwise_cipher: 'CCMP', pmf: '1' })
  })

  it('gives each an address of the same network', () => {
    expect([...addresses.values()].filter((address) => /^10\.55\.[0-3]\.\d+$/.test(address))).toHaveLength(3)
    expect(new Set(addresses.values()).size).toBe(3)
  })

  it(
    'lets no phone reach another, on one network or across the two',
    async () => {
      for (const phone of [OLD, ENCRYPTED, NEW]) expect(await air.reached(phone, addresses)).toEqual([])
    },
    SLOW_MS,
  )

  it(
    'lets no frame of a phone come to another, not even one to all',
    async () => {
      const heard = await air.guest.run(
        `for n in 1 2; do
  ip netns exec phone$n tcpdump -n -l -i wlan$n ether src "$(ip netns exec phone3 cat /sys/class/net/wlan3/address)" > /run/air/heard$n 2> /run/air/tcpdump$n &
  until grep -q 'listening on' /run/air/tcpdump$n; do sleep 0.1; done
done
ip netns exec phone3 ping -n -b -c3 -i0.3 -W1 10.55.3.255 > /dev/null 2>&1
ip netns exec phone3 ping -n -c1 -W1 ${addresses.get(OLD)} > /dev/null 2>&1
pkill -INT tcpdump; until ! pgrep tcpdump > /dev/null; do sleep 0.1; done
cat /run/air/heard1 /run/air/heard2; grep -h 'packets captured' /run/air/tcpdump1 /run/air/tcpdump2`,
        SLOW_MS,
      )
      expect(heard).toBe('0 packets captured\n0 packets captured\n')
    },
    SLOW_MS,
  )

  it(
    'shows each of them the portal, and after one tap the internet',
    async () => {
      for (const phone of [OLD, ENCRYPTED]) {
        expect(await air.curl(phone, `-H 'Host: example.com' http://${WEB}/`)).toMatch(
          new RegExp(`^HTTP/1.1 302 .*location: http://${GATEWAY}/`, 'is'),
        )
        const { action, body } = acceptForm(await air.curl(phone, `http://${GATEWAY}/`))
        expect(await air.curl(phone, `-d '${body}' http://${GATEWAY}${action}`)).toMatch(/^HTTP\/1.1 303 /)
        expect(await air.curl(phone, `-H 'Host: example.com' http://${WEB}/`)).toMatch(
          /^HTTP\/1.1 200 .*the internet\n$/s,
        )
      }
      expect(await air.curl(NEW, `-H 'Host: example.com' http://${WEB}/`)).toMatch(/^HTTP\/1.1 302 /)
    },
    SLOW_MS,
  )

  it(
    'would let phones of the two networks reach one another without the bridge’s own rules',
    async () => {
      await air.guest.run('nft delete table bridge abordo_apart')
      expect(await air.reached(OLD, addresses)).toEqual([ENCRYPTED, NEW])
      expect(await air.reached(NEW, addresses)).toEqual([OLD])
    },
    SLOW_MS,
  )
})
