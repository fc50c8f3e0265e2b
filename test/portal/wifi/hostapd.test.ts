import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostapdConfig, hostapdFiles, wifiAnswersSchema } from '../../../portal/wifi/hostapd.ts'

const answers = (more: object = {}) => wifiAnswersSchema.parse({ interface: 'wlan0', ssid: 'WiFi gratis', ...more })
const lines = (more: object = {}) => hostapdConfig(answers(more)).split('\n')
const accepted = (more: object) => wifiAnswersSchema.safeParse({ interface: 'wlan0', ssid: 'WiFi', ...more }).success

const anyLetter = fc.integer({ min: 0, max: 0x1ffff }).map((code) => String.fromCodePoint(code))

describe('hostapd’s configuration', () => {
  it('has an open network, and a hidden encrypted one to which it leads', () => {
    expect(hostapdConfig(answers())).toBe(`interface=wlan0
driver=nl80211
country_code=MX
ieee80211d=1
hw_mode=g
channel=6
ieee80211n=1
supported_rates=60 90 120 180 240 360 480 540
basic_rates=60 120 240
ctrl_interface=/run/hostapd
bridge=br-abordo
ssid2=5769466920677261746973
utf8_ssid=1
wmm_enabled=1
ap_isolate=1
max_num_sta=128
auth_algs=1
wpa=0
owe_transition_ifname=wlan0-owe
bss=wlan0-owe
ctrl_interface=/run/hostapd
bridge=br-abordo
ssid2=61626f72646f2d65373931366161343038366437656532
utf8_ssid=1
wmm_enabled=1
ap_isolate=1
max_num_sta=128
auth_algs=1
wpa=2
wpa_key_mgmt=OWE
rsn_pairwise=CCMP
ieee80211w=2
ignore_broadcast_ssid=1
owe_transition_ifname=wlan0
`)
  })

  it('has one network where encryption is off, or is all there is', () => {
    expect(lines({ owe: 'off' }).filter((line) => /^(bss|wpa|owe)/.test(line))).toEqual(['wpa=0'])
    expect(lines({ owe: 'only' }).filter((line) => /^(bss|wpa|owe|ieee80211w)/.test(line))).toEqual([
      'wpa=2',
      'wpa_key_mgmt=OWE',
      'ieee80211w=2',
    ])
  })

  it('keeps to channels without radar, and to those of the band', () => {
    expect(lines({ band: '5', channel: 36 })).toEqual(
      expect.arrayContaining(['hw_mode=a', 'channel=36', 'ieee80211ac=1']),
    )
    for (const wrong of [
      { band: '5', channel: 52 },
      { band: '5', channel: 6 },
      { band: '2.4', channel: 36 },
      { channel: 0 },
    ])
      expect(accepted(wrong)).toBe(false)
  })

  it('takes names of 1 to 32 octets, and radios whose name leaves room for the second network’s', () => {
    for (const wrong of ['', 'ñ'.repeat(17), 'a'.repeat(33), 'a\nb', 'a\u0000', '\ud800'])
      expect(accepted({ ssid: wrong })).toBe(false)
    expect(accepted({ ssid: 'ñ'.repeat(16) })).toBe(true)
    for (const wrong of ['wlan0\nbss=x', 'wlx00c0caabcdef', '', '-i', 'a b'])
      expect(accepted({ interface: wrong })).toBe(false)
  })

  it('is the same but for two lines, whatever the network is called', () => {
    const shape = (ssid: string) =>
      hostapdFiles(answers({ ssid })).map(({ path, content }) => [
        path,
        content.replace(/^ssid2=[0-9a-f]{2,64}$/gm, 'ssid2='),
      ])
    const usual = shape('WiFi gratis')
    fc.assert(
      fc.property(fc.string({ unit: anyLetter, minLength: 1, maxLength: 20 }), (ssid) => {
        fc.pre(accepted({ ssid }))
        expect(shape(ssid)).toEqual(usual)
        const named = /^ssid2=([0-9a-f]+)$/m.exec(hostapdConfig(answers({ ssid })))?.[1] ?? ''
        expect(Buffer.from(named, 'hex').toString('utf8')).toBe(ssid)
      }),
    )
  })

  it('never starts without the rules that keep its riders apart', () => {
    const unit = hostapdFiles(answers()).find(({ path }) => path.endsWith('abordo-wifi.service'))?.content
    expect(unit).toContain('ExecStartPre=/usr/sbin/nft -f /etc/abordo/apart.nft\nExecStart=')
  })
})
