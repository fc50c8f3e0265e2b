/** Crockford's base 32: no I, L, O or U, so it can be read out and written down without mistakes. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const TICKETS = LETTERS.length ** 4

/** The ticket of a number from 0 to 1,048,575: four letters or digits. */
export function ticketOf(number: number): string {
  return [15, 10, 5, 0].map((shift) => LETTERS[(number >> shift) & 31]).join('')
}
