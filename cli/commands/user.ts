import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { ROLES, type Role } from '../../contract/api.ts'
import { onFleet, table } from './on-fleet.ts'

export function userCommand(): Command {
  return new Command('user')
    .description('People who sign in.')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(roleCommand())
    .addCommand(passwordCommand())
    .addCommand(removeCommand())
}

const users = () => import('../../fleet-api/users.ts')

function addCommand(): Command {
  return new Command('add')
    .description('Add somebody who may sign in to the dashboard.')
    .argument('<email>', 'e-mail address', emailAddress)
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--password-stdin', 'read the password from standard input; without it, one is made and printed')
    .action((email: string, options: { role: Role; passwordStdin?: boolean }) =>
      onFleet(async ({ db, auth, by }) => {
        const { password, made } = await passwordFor(options)
        await (await users()).addUser(auth, db, { email, password, role: options.role }, by)
        sayPassword(email, made ? password : null)
      }),
    )
}

function listCommand(): Command {
  return new Command('list').description('List who may sign in, and how.').action(() =>
    onFleet(async ({ db }) => {
      const { listUsers } = await import('../../fleet-api/queries/users.ts')
      const rows = (await listUsers(db)).map((user) => [
        user.email,
        user.role,
        user.disabledAt === null ? 'may sign in' : 'disabled',
        user.passwordSet ? 'password' : 'no password yet',
        user.twoFactorEnabled ? 'second step' : '',
      ])
      process.stdout.write(table(['E-MAIL', 'ROLE', 'STATE', 'PASSWORD', 'SECOND STEP'], rows))
    }),
  )
}

function roleCommand(): Command {
  return new Command('role')
    .description('Give somebody another role. Who is signed in with the old one has to sign in again.')
    .argument('<email>', 'e-mail address', emailAddress)
    .addArgument(roleArgument())
    .action((email: string, role: Role) =>
      onFleet(async ({ db, by }) => {
        const { changeRole, idOf } = await users()
        await changeRole(db, await idOf(db, email), role, by)
        process.stdout.write(`${email} is ${role} now.\n`)
      }),
    )
}

function passwordCommand(): Command {
  return new Command('password')
    .description('Give somebody another password. Who is signed in with the old one has to sign in again.')
    .argument('<email>', 'e-mail address', emailAddress)
    .option('--password-stdin', 'read the password from standard input; without it, one is made and printed')
    .option('--no-second-step', 'take the second step away too, from somebody who has lost the phone')
    .action((email: string, options: { passwordStdin?: boolean; secondStep: boolean }) =>
      onFleet(async ({ db, auth, by }) => {
        const { endTwoFactor, idOf, setPassword } = await users()
        const { password, made } = await passwordFor(options)
        await setPassword(auth, db, { email, password }, by)
        if (!options.secondStep) await endTwoFactor(db, await idOf(db, email), by)
        sayPassword(email, made ? password : null)
      }),
    )
}

function removeCommand(): Command {
  return new Command('remove')
    .description('Remove somebody, and the API tokens that this user made. What they did stays in the audit log.')
    .argument('<email>', 'e-mail address', emailAddress)
    .action((email: string) =>
      onFleet(async ({ db, by }) => {
        const { idOf, removeUser } = await users()
        await removeUser(db, await idOf(db, email), by)
        process.stdout.write(`${email} may no longer sign in.\n`)
      }),
    )
}

async function passwordFor(options: { passwordStdin?: boolean }): Promise<{ password: string; made: boolean }> {
  if (options.passwordStdin) return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), made: false }
  return { password: randomBytes(15).toString('base64url'), made: true }
}

/** A password that was made stands alone on standard output, for scripts. */
function sayPassword(email: string, made: string | null): void {
  if (made !== null) process.stdout.write(`${made}\n`)
  process.stderr.write(
    made === null ? `${email} may sign in.\n` : `${email} may sign in with this password, shown once.\n`,
  )
}

function roleArgument() {
  return new Command().createArgument('<role>', 'what it may do').choices(ROLES)
}

function emailAddress(value: string): string {
  const parsed = z.email().safeParse(value)
  if (!parsed.success) throw new InvalidArgumentError('write an e-mail address')
  return parsed.data
}
