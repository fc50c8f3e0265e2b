import { Command, Option } from 'commander'
import { LONGEST_TOKEN_DAYS, SCOPES, type Scope } from '../../contract/access.ts'
import { ROLES, type Role } from '../../contract/api.ts'
import { whole } from '../whole.ts'
import { onFleet, table } from './on-fleet.ts'

export function tokenCommand(): Command {
  return new Command('token')
    .description("Partners' API tokens.")
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

const tokens = () => import('../../fleet-api/tokens.ts')

function addCommand(): Command {
  return new Command('add')
    .description("Make an API token for a partner's program; prints it, once.")
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'whose rights it has').choices(ROLES).makeOptionMandatory())
    .option('--days <days>', 'how long it is valid', whole(1, LONGEST_TOKEN_DAYS), 30)
    .addOption(
      new Option('--scope <scope...>', 'what of these it may do; without it, read and write')
        .choices(SCOPES)
        .default(['read', 'write'], 'read write'),
    )
    .action((name: string, options: { role: Role; days: number; scope: Scope[] }) =>
      onFleet(async ({ db, by }) => {
        const { role, days, scope: scopes } = options
        const { token } = await (await tokens()).addToken(db, { name, role, scopes, days }, by)
        process.stdout.write(`${token}\n`)
        process.stderr.write(`Valid for ${days} days. Use it as: Authorization: Bearer ${token.slice(0, 14)}…\n`)
      }),
    )
}

function listCommand(): Command {
  return new Command('list').description('List the API tokens: what they may do, until when.').action(() =>
    onFleet(async ({ db }) => {
      const { listTokens } = await import('../../fleet-api/queries/tokens.ts')
      const rows = (await listTokens(db, null)).map((token) => [
        token.id,
        token.name,
        token.role,
        token.scopes,
        day(token.expiresAt),
        token.lastUsedAt === null ? 'never' : day(token.lastUsedAt),
      ])
      process.stdout.write(table(['ID', 'NAME', 'ROLE', 'SCOPES', 'UNTIL', 'LAST USED'], rows))
    }),
  )
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('End an API token, at once.')
    .argument('<id>', 'its id, as "abordo token list" shows it')
    .action((id: string) =>
      onFleet(async ({ db, by }) => {
        await (await tokens()).revokeToken(db, id, null, by)
        process.stdout.write('The token is revoked.\n')
      }),
    )
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
