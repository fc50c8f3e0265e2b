import { counted } from './counted.ts'
import type { CheckWords } from './es.ts'

type Subject = 'riders' | 'wifi' | 'uplink' | 'modem' | 'forwarding' | 'closed' | 'names'

export const enNetwork: Pick<CheckWords, Subject> = {
  riders: {
    about: 'riders’ interface',
    noAddress: (name) => ({
      said: `${name} has no IPv4 address`,
      todo: `give ${name} an address, such as 10.55.0.1/22`,
    }),
    good: (name) => `${name} is there and has an address`,
  },
  wifi: {
    about: 'WiFi',
    noIw: 'iw is not installed, so nothing can be said of it',
    silent: { said: 'the kernel tells nothing of radios', todo: 'look at the WiFi card and its driver (dmesg)' },
    noRadio: (name) => ({
      said: `there is no radio ${name}`,
      todo: 'look at the WiFi card; "iw dev" and "rfkill list" show what there is',
    }),
    noNetwork: (name) => `${name} sends no network: hostapd does not run as it should`,
    notApart: 'phones of the open and of the encrypted network can reach each other',
    and: ' and ',
    good: (networks, channel, phones) => `${networks} on channel ${channel}, ${counted(phones, 'phone', 'phones')}`,
  },
  uplink: {
    about: 'uplink',
    missing: (name) => ({
      said: `there is no interface ${name}`,
      todo: 'look at the modem; "ip link" shows the interfaces',
    }),
    noLink: (name) => ({
      said: `${name} has no link`,
      todo: 'look at the SIM, the antenna and the modem (mmcli -m any)',
    }),
    noRoute: (name) => ({
      said: `no default route goes over ${name}`,
      todo: 'connect the modem; "ip route" shows the routes',
    }),
    good: (name) => `${name} has a link and a route`,
  },
  modem: {
    about: 'modem',
    notInstalled: 'ModemManager is not installed',
    silent: 'ModemManager does not answer',
    none: { said: 'there is none', todo: 'look at its cable and its power; "lsusb" shows what is plugged in' },
    noSim: (port) => ({ said: `${port} has no SIM`, todo: 'put the SIM in, the right way round' }),
    locked: (port) => ({
      said: `the SIM of ${port} wants its PIN`,
      todo: 'mmcli -i any --pin=PIN, or have it taken away',
    }),
    failed: (port, failure) => ({
      said: `${port} has failed: ${failure}`,
      todo: 'switch it off and on; "mmcli -m any" says more',
    }),
    notConnected: (port, state) => ({
      said: `${port} is not connected: ${state}`,
      todo: 'look at the antenna, the APN and the SIM’s credit (mmcli -m any)',
    }),
    good: (port) => `${port} is connected`,
    to: (operatorName) => ` to ${operatorName}`,
    signal: (percent) => `, signal ${percent} %`,
  },
  forwarding: {
    about: 'forwarding',
    off: { said: 'the kernel forwards no packets', todo: 'start the portal, or set net.ipv4.ip_forward to 1' },
    good: 'the kernel forwards packets',
  },
  closed: {
    about: 'packet filter',
    noTable: {
      said: 'our rules are not in the kernel',
      todo: 'systemctl restart abordo-closed, or start the portal',
    },
    nothingAtBoot: {
      said: 'nothing is loaded before the network when this machine starts',
      todo: 'run: abordo setup',
    },
    otherAtBoot: {
      said: 'what is loaded when this machine starts is for other settings',
      todo: 'run: abordo setup',
    },
    notAllowed: { said: 'this user may not look at the rules', todo: 'run this as root' },
    good: 'nobody passes who has not accepted, from the start of this machine',
  },
  names: {
    about: 'names (DNS)',
    silent: {
      said: 'no answer to phones: the portal does not open by itself on them',
      todo: 'start the portal; "ss -lnup" shows who else holds port 53',
    },
    good: 'phones get an answer to every name',
  },
}
