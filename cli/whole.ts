import { InvalidArgumentError } from 'commander'
import { z } from 'zod'

/** Reads an option that is a whole number. */
export function whole(least: number, most: number) {
  return (text: string): number => {
    const parsed = z.coerce.number().int().min(least).max(most).safeParse(text)
    if (!parsed.success) throw new InvalidArgumentError(`write a whole number from ${least} to ${most}`)
    return parsed.data
  }
}
