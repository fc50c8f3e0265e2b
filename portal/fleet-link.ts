import type { Policy } from '../contract/policy.ts'
import type { ReportsAnswer } from '../contract/report.ts'
import { createCertificateFollower } from './certificate/follow.ts'
import { pullCertificate } from './certificate/pull.ts'
import type { SecureSide } from './certificate/secure-side.ts'
import type { PortalConfig } from './config.ts'
import { createDeviceFollower } from './devices/follow.ts'
import { type Enrolment, renewCredential, writeEnrolment } from './enrolment.ts'
import { createGuideFollower } from './guide/follow.ts'
import { pullGuide } from './guide/pull.ts'
import type { GuideStore } from './guide/store.ts'
import type { Ledger } from './ledger.ts'
import { createSendLoop } from './outbox/loop.ts'
import type { PolicyProblem } from './policy/adopt.ts'
import { createPolicyFollower } from './policy/follow.ts'
import { pullPolicy } from './policy/pull.ts'
import { createRoamingFollower } from './roaming/follow.ts'
import { createUpgradeFollower } from './upgrade/follow.ts'
import { VERSION } from './version.ts'

export interface FleetLinkDeps {
  enrolment: Enrolment
  fleetUrl: string
  dataDir: string
  ledger: Pick<Ledger, 'senderDeps' | 'clock' | 'devices' | 'roaming'>
  policyVersion: () => number
  adopt: (policy: Policy) => Promise<PolicyProblem | null>
  /** Where the route guide is kept; without one, none is fetched. */
  guide?: GuideStore
  /** What serves by the fleet's certificate; left out: nothing does. */
  secure?: SecureSide
  /** Where new versions are checked and laid; null: this program is not upgraded. */
  upgrades?: PortalConfig['upgrades']
  accountingIntervalS: number
  after: (ms: number, job: () => void) => () => void
  random: () => number
  fetch?: typeof fetch
  log: (message: string, error?: unknown) => void
}

/** Of an accounting interval: within so much of it a new policy or guide is fetched. */
const FOLLOW_SPREAD = 0.5

/** What a gateway has to do with its fleet: sends its reports, follows its policy, renews its credential when asked to. */
export function createFleetLink(deps: FleetLinkDeps) {
  const { enrolment, fleetUrl, dataDir, ledger, after, random, log } = deps
  const intervalMs = deps.accountingIntervalS * 1000
  let { credential } = enrolment
  let renewing: Promise<void> | null = null

  const following = {
    after,
    random,
    spreadMs: intervalMs * FOLLOW_SPREAD,
    uptime: ledger.senderDeps.clock.uptime,
    log,
  }
  const policy = createPolicyFollower({
    running: deps.policyVersion,
    pull: (running) => pullPolicy({ fleetUrl, credential }, running),
    adopt: deps.adopt,
    ...following,
  })

  const guide =
    deps.guide &&
    createGuideFollower({
      store: deps.guide,
      pull: (held) => pullGuide({ fleetUrl, credential }, held),
      ...following,
    })

  const fleet = () => ({ fleetUrl, credential, ...(deps.fetch && { fetch: deps.fetch }) })
  const certificate =
    deps.secure &&
    createCertificateFollower({
      secure: deps.secure,
      pull: (version) => pullCertificate({ fleetUrl, credential }, version),
      ...following,
    })

  const devices = createDeviceFollower({
    db: ledger.senderDeps.db,
    clock: ledger.clock,
    devices: ledger.devices,
    fleet,
    ...following,
  })
  const roaming = createRoamingFollower({ roaming: ledger.roaming, fleet, ...following })

  const upgrade =
    deps.upgrades &&
    createUpgradeFollower({
      dataDir,
      upgrades: deps.upgrades,
      running: VERSION,
      processor: process.arch,
      clock: ledger.clock,
      fleet,
      ...following,
    })

  async function renew(): Promise<void> {
    const next = await renewCredential({ fleetUrl, credential })
    // On the disk before it is used: from its first use on there is no way back to the old one.
    writeEnrolment(dataDir, { ...enrolment, credential: next })
    credential = next
    log('this gateway has a new credential')
  }

  const loop = createSendLoop({
    ...ledger.senderDeps,
    fleetUrl,
    credential: () => credential,
    ...(deps.fetch && { fetch: deps.fetch }),
    log,
    after,
    random,
    longestWaitMs: 2 * intervalMs,
    answered(answer: ReportsAnswer) {
      const { policyVersion, guideVersion, certificateVersion, releaseVersion, renewCredential: asked } = answer
      policy.want(policyVersion)
      guide?.want(guideVersion)
      certificate?.want(certificateVersion)
      devices.look()
      roaming.look()
      upgrade?.want(releaseVersion)
      if (!asked || renewing) return
      renewing = renew()
        .catch((error: unknown) => log('the credential could not be renewed; the old one goes on', error))
        .finally(() => {
          renewing = null
        })
    },
  })

  /** Resolves when all that followed from the fleet's answers has been done. */
  async function settled(): Promise<void> {
    await policy.idle()
    await guide?.idle()
    await certificate?.idle()
    await devices.idle()
    await roaming.idle()
    await upgrade?.idle()
    await renewing
  }

  return {
    wake: loop.wake,
    idle: loop.idle,
    policyProblem: policy.problem,
    settled,
    async stop(): Promise<void> {
      await loop.stop()
      policy.stop()
      guide?.stop()
      certificate?.stop()
      devices.stop()
      roaming.stop()
      upgrade?.stop()
      await settled()
    },
  }
}
