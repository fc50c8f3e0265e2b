import { describe, expect, it } from 'vitest'
import { lookAtWifi, type WifiLook, wifi } from '../../../portal/check/wifi.ts'
import { en } from '../../../portal/check/words/en.ts'
import { hostapdConfig, wifiAnswersSchema } from '../../../portal/wifi/hostapd.ts'

const IW_DEV = `phy#0
\tInterface wlan0-owe
\t\tifindex 7
\t\twdev 0x2
\t\taddr 02:00:00:00:00:01
\t\tssid abordo-33a89a7977e5dbde
\t\ttype AP
\t\tchannel 6 (2437 MHz), width: 20 MHz (no HT), center1: 2437 MHz
\t\ttxpower 20.00 dBm
\tInterface wlan0
\t\tifindex 2
\t\twdev 0x1
\t\taddr 02:00:00:00:00:00
\t\tssid WiFi gratis
\t\ttype AP
\t\tchannel 6 (2437 MHz), width: 20 MHz (no HT), center1: 2437 MHz
\t\ttxpower 20.00 dBm
`
const STATIONS: Record<string, string> = {
  wlan0: 'Station 02:00:00:00:01:00 (on wlan0)\n\tinactive time:\t120 ms\nStation 02:00:00:00:02:00 (on wlan0)\n',
  'wlan0-owe': 'Station 02:00:00:00:03:00 (on wlan0-owe)\n\tinactive time:\t120 ms\n',
}
const CONFIG = hostapdConfig(wifiAnswersSchema.parse({ interface: 'wlan0', ssid: 'WiFi gratis' }))
const TWO = { name: 'wlan0', there: true, accessPoint: true, channel: 6, phones: 2 }
const ONE = { name: 'wlan0-owe', there: true, accessPoint: true, channel: 6, phones: 1 }

const found = (look: WifiLook | null) => wifi(look, en.wifi)

/** A machine with hostapd's configuration, on which these programs print so. */
function machine({ iw = IW_DEV, tables = 'table bridge abordo_apart\n' }: { iw?: string; tables?: string } = {}) {
  return {
    read: () => CONFIG,
    run: async (program: string, args: string[]) =>
      program === 'nft' ? tables : args.length === 1 ? iw : (STATIONS[args[1] ?? ''] ?? ''),
  }
}

describe('abordo check: WiFi', () => {
  it('says on which channel the networks are and counts the phones, and names none of them', async () => {
    const look = await lookAtWifi(machine())
    expect(look).toEqual({ iw: 'there', networks: [TWO, ONE], apart: true })
    expect(found(look)).toEqual([{ about: 'WiFi', said: 'wlan0 and wlan0-owe on channel 6, 3 phones', todo: null }])
  })

  it('says nothing where the access point is a box of its own', async () => {
    const read = () => {
      throw new Error('ENOENT')
    }
    expect(await lookAtWifi({ ...machine(), read })).toBeNull()
    expect(found(null)).toEqual([])
  })

  it('sees that hostapd has gone, or never came', async () => {
    const gone = 'phy#0\n\tInterface wlan0\n\t\tifindex 2\n\t\ttype managed\n\t\ttxpower 0.00 dBm\n'
    const wrong = found(await lookAtWifi(machine({ iw: gone })))
    expect(wrong.map(({ said }) => said)).toEqual([
      'wlan0 sends no network: hostapd does not run as it should',
      'wlan0-owe sends no network: hostapd does not run as it should',
    ])
    expect(wrong[0]?.todo).toBe('systemctl restart abordo-wifi; journalctl -u abordo-wifi -n 20')
  })

  it('sees that the radio is missing', async () => {
    expect(found(await lookAtWifi(machine({ iw: '' })))).toEqual([
      {
        about: 'WiFi',
        said: 'there is no radio wlan0',
        todo: 'look at the WiFi card; "iw dev" and "rfkill list" show what there is',
      },
    ])
  })

  it('sees that phones are not kept apart', async () => {
    const wrong = found(await lookAtWifi(machine({ tables: 'table bridge other\n' })))
    expect(wrong.map(({ said }) => said)).toEqual([
      'phones of the open and of the encrypted network can reach each other',
    ])
  })

  it.each([
    ['not installed', Object.assign(new Error('spawn iw ENOENT'), { code: 'ENOENT' }), 'apt install iw'],
    ['without an answer', new Error('nl80211 not found.'), 'look at the WiFi card and its driver (dmesg)'],
  ])('says what to do where iw is %s', async (_how, error, todo) => {
    const look = await lookAtWifi({ ...machine(), run: () => Promise.reject(error) })
    expect(found(look).map((finding) => finding.todo)).toEqual([todo])
  })
})
