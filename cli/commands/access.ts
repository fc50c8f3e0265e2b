import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { ROLES, type Role } from '../../contract/api.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { hashSecret, makeToken } from '../../fleet-api/secrets.ts'

const roleOption = () => new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory()

export function userCommand(): Command {
  const add = new Command('add')
    .description('Add somebody who may sign in to the dashboard.')
    .argument('<email>', 'e-mail address', emailAddress)
    .addOption(roleOption())
    .option('--password-stdin', 'read the password from standard input; without it, one is made and printed')
    .action(async (email: string, options: { role: Role; passwordStdin?: boolean }) => {
      const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : null
      const password = given ?? randomBytes(15).toString('base64url')
      const { openFleet } = await import('../../fleet-api/main.ts')
      const { addUser } = await import('../../fleet-api/auth.ts')
      const { db, auth } = await openFleet(readFleetConfig(process.env))
      try {
        await addUser(auth, db, { email, password, role: options.role })
        if (given === null) process.stdout.write(`${password}\n`)
        process.stderr.write(
          given === null ? `${email} may sign in with this password, shown once.\n` : `${email} may sign in.\n`,
        )
      } finally {
        await db.close()
      }
    })
  return new Command('user').description('People who sign in.').addCommand(add)
}

export function tokenCommand(): Command {
  const add = new Command('add')
    .description("Make an API token for a partner's program; prints it, once.")
    .argument('<name>', 'what it is for')
    .addOption(roleOption())
    .option('--days <days>', 'how long it is valid', days, 30)
    .action(async (name: string, options: { role: Role; days: number }) => {
      const { openFleet } = await import('../../fleet-api/main.ts')
      const { addApiToken } = await import('../../fleet-api/queries/access.ts')
      const { db } = await openFleet(readFleetConfig(process.env))
      const now = Date.now()
      const token = makeToken('api')
      try {
        await addApiToken(db, {
          tokenHash: hashSecret(token),
          name,
          role: options.role,
          createdAt: now,
          expiresAt: now + options.days * 86_400_000,
        })
        process.stdout.write(`${token}\n`)
        process.stderr.write(
          `Valid for ${options.days} days. Use it as: Authorization: Bearer ${token.slice(0, 14)}…\n`,
        )
      } finally {
        await db.close()
      }
    })
  return new Command('token').description("Partners' API tokens.").addCommand(add)
}

function emailAddress(value: string): string {
  const parsed = z.email().safeParse(value)
  if (!parsed.success) throw new InvalidArgumentError('write an e-mail address')
  return parsed.data
}

function days(value: string): number {
  const parsed = z.coerce.number().int().min(1).max(3650).safeParse(value)
  if (!parsed.success) throw new InvalidArgumentError('write a number of days from 1 to 3650')
  return parsed.data
}
