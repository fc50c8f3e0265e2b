import { Command, Option } from 'commander'
import { ALERT_KINDS, type AlertKind } from '../../contract/alerts.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage, newChannelSchema } from '../../contract/channels.ts'
import { AbordoError } from '../../contract/problem.ts'
import { whole } from '../whole.ts'
import { onFleet, table } from './on-fleet.ts'

export function channelCommand(): Command {
  return new Command('channel')
    .description('Who is told of alerts.')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(testCommand())
    .addCommand(removeCommand())
}

const channels = () => import('../../fleet-api/channels.ts')
const number = whole(1, Number.MAX_SAFE_INTEGER)

function addCommand(): Command {
  return new Command('add')
    .description("Tell somebody of alerts, by e-mail or webhook; prints a webhook's secret, once.")
    .argument('<name>', 'what people call it, such as "Taller norte"')
    .argument('<address>', 'an e-mail address, or a URL')
    .addOption(new Option('--language <language>', 'of what it is told').choices(NOTICE_LANGUAGES).default('es'))
    .addOption(new Option('--kind <kind...>', 'of these alone; without it, of all').choices(ALERT_KINDS))
    .action((name: string, address: string, options: { language: NoticeLanguage; kind?: AlertKind[] }) =>
      onFleet(async ({ db, by }) => {
        const kind = address.includes('://') ? 'webhook' : 'email'
        const { language, kind: kinds = null } = options
        const parsed = newChannelSchema.safeParse({ kind, name, address, language, kinds })
        if (!parsed.success)
          throw new AbordoError(
            'bad-request',
            `"${address}" is neither an e-mail address nor one that begins with http.`,
          )
        const { channelId, secret } = await (await channels()).addChannel(db, parsed.data, by)
        if (secret !== null) process.stdout.write(`${secret}\n`)
        process.stderr.write(`Channel ${channelId} is added: try it with "abordo channel test ${channelId}".\n`)
      }),
    )
}

function listCommand(): Command {
  return new Command('list').description('List who is told of alerts, and how that goes.').action(() =>
    onFleet(async ({ db }) => {
      const { listChannels } = await import('../../fleet-api/queries/channels.ts')
      const { faringOf } = await import('../../fleet-api/queries/deliveries.ts')
      const rows: string[][] = []
      for (const { channelId, kind, name, address, kinds, pausedAt } of await listChannels(db)) {
        const { lastSentAt, failure, waiting } = await faringOf(db, channelId)
        const sent = lastSentAt === null ? 'never' : new Date(lastSentAt).toISOString().slice(0, 16)
        const state = failure ?? (pausedAt === null ? 'works' : 'paused')
        rows.push([String(channelId), kind, name, address, kinds?.join(' ') ?? 'all', sent, String(waiting), state])
      }
      process.stdout.write(table(['ID', 'BY', 'NAME', 'ADDRESS', 'KINDS', 'LAST SENT', 'WAITING', 'STATE'], rows))
    }),
  )
}

function testCommand(): Command {
  return new Command('test')
    .description('Send a test message: the fleet does, within seconds, while it runs.')
    .argument('<id>', 'its number, as "abordo channel list" shows it', number)
    .action((id: number) =>
      onFleet(async ({ db, by }) => {
        // Whether there is a mail server is for the fleet to know: it may run with other settings than this shell.
        await (await channels()).testChannel(db, id, true, by)
        process.stdout.write('A test message is on its way: "abordo channel list" tells how it went.\n')
      }),
    )
}

function removeCommand(): Command {
  return new Command('remove')
    .description('Tell somebody nothing any more, of what waits neither.')
    .argument('<id>', 'its number, as "abordo channel list" shows it', number)
    .action((id: number) =>
      onFleet(async ({ db, by }) => {
        await (await channels()).removeChannel(db, id, by)
        process.stdout.write(`Nobody is told anything over channel ${id} any more.\n`)
      }),
    )
}
