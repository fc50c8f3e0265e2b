import { execFile } from 'node:child_process'

/** Something that this machine lacks for the package: one line that says what to do. */
export class Lacking extends Error {
  override readonly name = 'Lacking'
}

/** Runs a program to its end; what it prints. `lacking`: what to say where it is not installed. */
export function command(
  program: string,
  args: string[],
  { cwd, env = {}, lacking }: { cwd?: string; env?: Record<string, string>; lacking?: string } = {},
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' } as const
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      if (error.code === 'ENOENT' && lacking) return reject(new Lacking(lacking))
      reject(new Error(`${program} ${args.join(' ')}\n${stderr.trimEnd().split('\n').slice(-20).join('\n')}`))
    })
  })
}
