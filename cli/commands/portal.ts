import { Command } from 'commander'
import { every } from '../../portal/clock.ts'
import { readPortalConfig } from '../../portal/config.ts'
import type { Portal } from '../../portal/main.ts'
import { keepNoFetchTimings } from '../fetch-timings.ts'
import { logTo, untilStopped } from '../log.ts'
import { serviceManager } from '../service-manager.ts'

export function portalCommand(): Command {
  return new Command('portal')
    .description("Serve the riders' portal on a gateway (Linux, root or CAP_NET_ADMIN).")
    .addHelpText(
      'after',
      `
Settings (environment):
  PORTAL_LAN_INTERFACE  the riders' interface, such as wlan0
  PORTAL_WAN_INTERFACE  the uplink's interface, such as wwan0
  PORTAL_HTTP_PORT      8081 (the firewall redirects port 80 to it)
  PORTAL_HOSTNAME       the portal's name; without one, the gateway's own address, and over HTTPS the name of the certificate
  PORTAL_DATA_DIR       ./data/gateway
  PORTAL_TLS_CERT, PORTAL_TLS_KEY  a certificate and key of your own (PEM), in the place of the fleet's
  PORTAL_HTTPS_PORT     8443 (the firewall redirects port 443 to it)
  PORTAL_DHCP           dnsmasq, or none where you run your own
  PORTAL_FLEET_URL      another address of the fleet than at enrolment
  PORTAL_ENFORCEMENT    nftables, or none for a laptop
  PORTAL_GPSD           gpsd, such as 127.0.0.1:2947
  PORTAL_ITXPT          this machine's address in the vehicle's ITxPT network, to hear GNSSLocation
  PORTAL_SIGN_ON        where the driver's console signs on, such as 127.0.0.1:8083; not set: nowhere
  PORTAL_OUTBOX_OCTETS  200000000, how much of the disk waiting reports may take
  PORTAL_RELEASE_KEY    /usr/lib/abordo/release.pub, the key that new versions are signed with; not there: no upgrades
  PORTAL_VERSIONS_DIR   /var/lib/abordo-versions
  PORTAL_ACCOUNTING_INTERVAL_S  60

SIGHUP reads policy.json in PORTAL_DATA_DIR again.`,
    )
    .action(async () => {
      keepNoFetchTimings()
      const log = logTo((line) => process.stderr.write(line), 'portal')
      const stopped = untilStopped()
      let portal: Portal | null = null
      // From the first moment: a SIGHUP that nobody listens to ends a program.
      process.on('SIGHUP', () => {
        portal?.reload().catch((error: unknown) => log('the policy could not be read again', error))
      })
      const { startPortal } = await import('../../portal/main.ts')
      portal = await startPortal({ config: readPortalConfig(process.env), log })
      const { port } = portal
      const manager = serviceManager({
        env: process.env,
        isWell: async () => (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5000) })).ok,
        every: (ms, job) => every(ms, job, (error) => log('the watchdog could not look', error)),
        log,
      })
      await manager.ready()
      log(`riders are welcome at ${portal.origin}/ (port ${portal.port})`)
      await stopped
      log('stopping; riders with time left stay online')
      await manager.stopping()
      await portal.close()
    })
}
