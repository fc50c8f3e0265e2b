import { InvalidArgumentError } from 'commander'
import { monthSchema } from '../contract/connectivity.ts'

/** Reads an argument that is a month. */
export function monthOf(text: string): string {
  if (monthSchema.safeParse(text).success) return text
  throw new InvalidArgumentError('write a month such as 2026-10')
}
