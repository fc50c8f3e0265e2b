/** What a system takes for "this network leads to the internet". */
export interface Success {
  status: 200 | 204
  headers: Readonly<Record<string, string>>
  body: string
}

/** A request that a system makes to find out whether there is a captive portal in its way. */
export interface Probe {
  system: string
  host: string
  /** Exactly this path, whatever the query; null: any path of the host. */
  path: string | null
  /** Null: the system opens it once it knows of a portal, so it leads to the portal always. */
  success: Success | null
}

const noContent: Success = { status: 204, headers: {}, body: '' }
const text = (body: string): Success => ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body })
const html = (body: string): Success => ({ status: 200, headers: { 'Content-Type': 'text/html' }, body })

const appleSuccess = html('<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>\n')
const networkManager: Success = {
  ...text('NetworkManager is online\n'),
  headers: { 'Content-Type': 'text/plain', 'X-NetworkManager-Status': 'online' },
}
/** The mark that Amazon's devices look for on their page. */
const KINDLE_MARK = '81ce4465-7167-4dcb-835b-dcc9e44c112a'

export const PROBES: readonly Probe[] = [
  { system: 'iOS and macOS', host: 'captive.apple.com', path: null, success: appleSuccess },
  { system: 'older iOS', host: 'www.apple.com', path: '/library/test/success.html', success: appleSuccess },
  { system: 'Android', host: 'connectivitycheck.gstatic.com', path: '/generate_204', success: noContent },
  { system: 'Android, second try', host: 'www.google.com', path: '/gen_204', success: noContent },
  { system: 'Android, third try', host: 'play.googleapis.com', path: '/generate_204', success: noContent },
  { system: 'older Android', host: 'connectivitycheck.android.com', path: '/generate_204', success: noContent },
  { system: 'Samsung', host: 'connectivity.samsung.com.cn', path: '/generate_204', success: noContent },
  { system: 'Xiaomi', host: 'connect.rom.miui.com', path: '/generate_204', success: noContent },
  {
    system: 'Huawei',
    host: 'connectivitycheck.platform.hicloud.com',
    path: '/generate_204',
    success: noContent,
  },
  { system: 'ChromeOS', host: 'www.gstatic.com', path: '/generate_204', success: noContent },
  { system: 'older ChromeOS', host: 'clients3.google.com', path: '/generate_204', success: noContent },
  {
    system: 'Windows',
    host: 'www.msftconnecttest.com',
    path: '/connecttest.txt',
    success: text('Microsoft Connect Test'),
  },
  {
    system: 'Windows over IPv6',
    host: 'ipv6.msftconnecttest.com',
    path: '/connecttest.txt',
    success: text('Microsoft Connect Test'),
  },
  { system: 'Windows, to open the portal', host: 'www.msftconnecttest.com', path: '/redirect', success: null },
  { system: 'Windows before 10', host: 'www.msftncsi.com', path: '/ncsi.txt', success: text('Microsoft NCSI') },
  { system: 'Firefox', host: 'detectportal.firefox.com', path: '/success.txt', success: text('success\n') },
  {
    system: 'Firefox, to open the portal',
    host: 'detectportal.firefox.com',
    path: '/canonical.html',
    success: html('<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'),
  },
  { system: 'GNOME', host: 'nmcheck.gnome.org', path: '/check_network_status.txt', success: networkManager },
  { system: 'Debian', host: 'network-test.debian.org', path: '/nm', success: networkManager },
  {
    system: 'Ubuntu',
    host: 'connectivity-check.ubuntu.com',
    path: null,
    success: { ...noContent, headers: { 'X-NetworkManager-Status': 'online' } },
  },
  { system: 'Fedora', host: 'fedoraproject.org', path: '/static/hotspot.txt', success: text('OK') },
  { system: 'KDE', host: 'networkcheck.kde.org', path: null, success: text('OK\n') },
  {
    system: 'Kindle',
    host: 'spectrum.s3.amazonaws.com',
    path: '/kindle-wifi/wifistub.html',
    success: html(
      `<!DOCTYPE html>\n<html><head><title>Kindle Reachability Probe Page</title></head><body>${KINDLE_MARK}</body></html>\n`,
    ),
  },
]

const byHostAndPath = new Map(PROBES.map((probe) => [probe.host + (probe.path ?? ''), probe]))

/** The success that the asking system hopes for; null where this is no probe, or one that leads to the portal always. */
export function successOf(host: string, path: string): Success | null {
  const probe = byHostAndPath.get(host + path) ?? byHostAndPath.get(host)
  if (probe) return probe.success
  // Many makers have a host of their own for Android's probe, and each year brings more.
  return path === '/generate_204' || path === '/gen_204' ? noContent : null
}
