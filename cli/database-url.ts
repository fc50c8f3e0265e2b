import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { AbordoError } from '../contract/problem.ts'
import { DATABASE_URL_TAKES, databaseUrlSchema } from '../fleet-api/config.ts'

/** Reads an option that names a fleet's database. */
export function databaseUrl(text: string): string {
  if (databaseUrlSchema.safeParse(text).success && (text.startsWith('file:') || URL.canParse(text))) return text
  throw new InvalidArgumentError(`write ${DATABASE_URL_TAKES}`)
}

/** As it may be shown: `postgres://user@host/name`; a file with its whole path. */
export function shownUrl(url: string): string {
  if (url.startsWith('file:')) return `file:${resolve(pathOf(url))}`
  return url.replace(/^(postgres(?:ql)?:\/\/[^:@/]*):[^@]*@/, '$1@')
}

/** Throws AbordoError where there is no such file: to read from it would make it. */
export function mustBeThere(url: string): void {
  if (url.startsWith('file:') && !existsSync(pathOf(url)))
    throw new AbordoError('not-found', `There is no database ${resolve(pathOf(url))}.`)
}

/** Of a `file:` URL. */
export function pathOf(url: string): string {
  return url.slice('file:'.length)
}
