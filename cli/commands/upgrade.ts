import { Command } from 'commander'
import { readPortalConfig } from '../../portal/config.ts'
import type { PhoneAsk, PhonePart } from '../../portal/upgrade/root/trial-phone.ts'
import { logTo } from '../log.ts'

interface ApplyOptions {
  now: boolean
  restart?: string
  deadlineS: string
  holdS: string
}

export function upgradeCommand(): Command {
  const upgrade = new Command('upgrade').description('On a gateway: new versions, taken, tried out and gone back from.')
  upgrade
    .command('status')
    .description('What runs, what waits, and what became of the last versions.')
    .action(async () => {
      const { upgradeStatus } = await import('../../portal/upgrade/status.ts')
      const { placesIn } = await import('../upgrade/places.ts')
      for (const line of upgradeStatus(placesIn(process.env))) process.stdout.write(`${line}\n`)
    })
  upgrade
    .command('apply')
    .description('As root: take what the portal has laid ready, and try it out once its time has come.')
    .option('--now', 'at once, whatever the hour and whoever is online', false)
    .option('--restart <program>', 'what starts the portal anew, in the place of systemctl')
    .option('--deadline-s <seconds>', 'so long a version has to prove itself', '180')
    .option('--hold-s <seconds>', 'so long it has to go on, once proved', '60')
    .action(async ({ now, restart, deadlineS, holdS }: ApplyOptions) => {
      const { applyHere } = await import('../upgrade/apply.ts')
      await applyHere(readPortalConfig(process.env), {
        atOnce: now,
        restart: restart ?? null,
        deadlineMs: Number(deadlineS) * 1000,
        holdMs: Number(holdS) * 1000,
        log: logTo((line) => process.stderr.write(line), 'upgrade'),
      })
    })
  upgrade
    .command('recover')
    .description('As root, before the portal starts: a version whose trial the power ended does not run.')
    .action(async () => {
      const { recoverAtStart } = await import('../../portal/upgrade/root/apply.ts')
      const { placesIn } = await import('../upgrade/places.ts')
      const log = logTo((line) => process.stderr.write(line), 'upgrade')
      recoverAtStart({ places: placesIn(process.env), systemNow: Date.now, log })
    })
  upgrade.addCommand(phoneCommand(), { hidden: true })
  return upgrade
}

/** A part of what the trial's phone does; run in its namespace by `apply`. */
function phoneCommand(): Command {
  return new Command('phone')
    .argument('<part>')
    .argument('<ask>')
    .action(async (part: string, ask: string) => {
      const { PHONE_PARTS } = await import('../../portal/upgrade/root/trial-phone.ts')
      process.stdout.write(JSON.stringify(await PHONE_PARTS[part as PhonePart](JSON.parse(ask) as PhoneAsk)))
    })
}
