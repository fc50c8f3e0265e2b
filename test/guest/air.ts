import { hostapdFiles, RIDERS_BRIDGE, type WifiAnswers } from '../../portal/wifi/hostapd.ts'
import { Guest } from './guest.ts'

/** Web host of the internet behind the gateway; every name leads to it. */
export const WEB = '198.51.100.10'
export const GATEWAY = '10.55.0.1'

/** What a test waits for is bounded here, for a guest whose processor is emulated on a machine that is busy. */
export const SLOW_MS = 600_000

/** What a phone does with its lease. */
const LEASE_SCRIPT = `#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr replace $ip/$mask dev $interface
ip route replace default via \${router%% *} dev $interface
echo "$ip" > /run/air/lease-$interface
`

/** An access point with phones within its reach, each in a network namespace of its own, and an internet behind it. */
export class Air {
  private constructor(readonly guest: Guest) {}

  /** A gateway with its internet and its bridge, which sends no network yet. */
  static async make(): Promise<Air> {
    const guest = await Guest.boot({ root: '/', init: 'bare', bootMs: SLOW_MS })
    const air = new Air(guest)
    try {
      await guest.run(internet(), SLOW_MS)
    } catch (error) {
      await guest.end()
      throw error
    }
    return air
  }

  /** Sends the networks, with as many phones in reach. */
  async send(answers: WifiAnswers, phones: number): Promise<void> {
    await this.guest.run(accessPoint(answers, phones), SLOW_MS)
  }

  /** Joins the network as wpa_supplicant does with these settings; how it is joined then, as `wpa_cli status` says. */
  async join(phone: number, network: Record<string, string>): Promise<Record<string, string>> {
    const settings = Object.entries({ scan_freq: '2437', ...network }).map(([name, value]) => `  ${name}=${value}\n`)
    const config = `ctrl_interface=/run/wpa${phone}\nnetwork={\n${settings.join('')}}\n`
    const said = await this.guest.run(
      `${write(`/run/air/phone${phone}.conf`, config)}
ip netns exec phone${phone} wpa_supplicant -B -i wlan${phone} -c /run/air/phone${phone}.conf > /run/air/phone${phone}.log || exit 1
until wpa_cli -p /run/wpa${phone} status | grep -q wpa_state=COMPLETED; do sleep 0.5; done
wpa_cli -p /run/wpa${phone} status`,
      SLOW_MS,
    )
    return Object.fromEntries([...said.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
  }

  /** The address that the phone gets by DHCP. */
  async lease(phone: number): Promise<string> {
    const udhcpc = `udhcpc -n -q -t 10 -i wlan${phone} -s /run/air/lease.sh`
    return (await this.guest.run(`${inPhone(phone, udhcpc)} >&2 && cat /run/air/lease-wlan${phone}`, SLOW_MS)).trim()
  }

  /** Which of the phones answer this one's echo request: their numbers. */
  async reached(from: number, addresses: ReadonlyMap<number, string>): Promise<number[]> {
    const others = [...addresses].filter(([phone]) => phone !== from)
    const pings = others.map(([phone, address]) => `ping -n -c1 -W1 ${address} > /dev/null && echo ${phone}`)
    const said = await this.guest.run(`${inPhone(from, `sh -c '${pings.join('; ')}; true'`)}`, SLOW_MS)
    return said.split('\n').filter(Boolean).map(Number)
  }

  /** curl in the phone's namespace; the answer's head and body. */
  curl(phone: number, args: string): Promise<string> {
    return this.guest.run(inPhone(phone, `curl -s -i -m 60 ${args}`), SLOW_MS)
  }
}

export function write(path: string, text: string): string {
  return `mkdir -p "$(dirname ${path})" && echo ${Buffer.from(text).toString('base64')} | base64 -d > ${path}`
}

function inPhone(phone: number, command: string): string {
  return `ip netns exec phone${phone} ${command}`
}

function internet(): string {
  return `set -e
mkdir -p /run/air
ip link add ${RIDERS_BRIDGE} type bridge forward_delay 0
ip addr add ${GATEWAY}/22 dev ${RIDERS_BRIDGE}
ip link set ${RIDERS_BRIDGE} up
ip netns add inet
ip link add wan0 type veth peer name wan0 netns inet
ip addr add 192.0.2.2/24 dev wan0
ip link set wan0 up
ip route add default via 192.0.2.1
ip -n inet link set lo up
ip -n inet link set wan0 up
ip -n inet addr add 192.0.2.1/24 dev wan0
ip -n inet addr add ${WEB}/32 dev lo
mkdir -p /run/air/web
echo the internet > /run/air/web/index.html
ip netns exec inet /run/guest/busybox httpd -p ${WEB}:80 -h /run/air/web
ip netns exec inet dnsmasq --conf-file=/dev/null --no-hosts --no-resolv --user=root --pid-file= --listen-address=${WEB} --bind-interfaces --address=/#/${WEB}
echo 'nameserver ${WEB}' > /run/air/resolv.conf
mount --bind /run/air/resolv.conf /etc/resolv.conf
${write('/run/air/lease.sh', LEASE_SCRIPT)}
chmod +x /run/air/lease.sh`
}

/** The files of a gateway, in their places, and what systemd would do with them. */
function accessPoint(answers: WifiAnswers, phones: number): string {
  const numbers = Array.from({ length: phones }, (_, index) => index + 1)
  return `set -e
modprobe mac80211_hwsim radios=${phones + 1}
${numbers.map((n) => `ip netns add phone${n} && ip -n phone${n} link set lo up && iw phy phy${n} set netns name phone${n}`).join('\n')}
${hostapdFiles(answers)
  .map(({ path, content }) => write(path, content))
  .join('\n')}
nft -f /etc/abordo/apart.nft
hostapd -B -f /run/air/hostapd.log /etc/abordo/hostapd.conf > /dev/null || { cat /run/air/hostapd.log >&2; exit 1; }`
}
