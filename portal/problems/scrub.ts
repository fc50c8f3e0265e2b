import { PROBLEM_TEXT_LENGTH } from '../../contract/rider-problem.ts'

const GONE = '[…]'
/** What could say who a rider is, widest first. Too much gone is better than too little. */
const IDENTIFYING = [
  // E-mail addresses, also with spaces around the @.
  /[^\s@<>(),;:"]+\s*@\s*[^\s@<>(),;:"]+/gu,
  // IPv6, shortened or with at least three groups, so no time of day.
  /(?<![0-9a-z:])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?![0-9a-z:])/gi,
  /(?<![0-9a-z:])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{1,4}(?![0-9a-z])/gi,
  // MAC addresses: six pairs with any separator or none.
  /(?<![0-9a-z])[0-9a-f]{2}(?:[:\-. _]?[0-9a-f]{2}){5}(?![0-9a-z])/gi,
  // MAC addresses in three groups of four.
  /(?<![0-9a-z])[0-9a-f]{4}(?:[:\-.][0-9a-f]{4}){2}(?![0-9a-z])/gi,
  // IPv4.
  /(?<!\d)\d{1,3}(?:\s*\.\s*\d{1,3}){3}(?!\d)/g,
  // Telephone numbers: seven digits and more, however they are set apart.
  /\+?\(?\d(?:[\s().\-/_,]{0,3}\d){6,}/g,
]

/**
 * A rider's words, fit to leave the bus: without e-mail addresses, network addresses, telephone numbers and invisible characters
 * (DESIGN.md, rule 4). Never longer than a report may carry.
 */
export function scrub(text: string): string {
  // NFKC first: digits and letters of other widths would slip through.
  let clean = text
    .normalize('NFKC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]/gu, '')
    .trim()
  for (const pattern of IDENTIFYING)
    clean = clean.replace(pattern, (found) => (/[0-9a-z@]/iu.test(found) ? GONE : found))
  while (clean.length > PROBLEM_TEXT_LENGTH) clean = [...clean].slice(0, -1).join('')
  return clean
}
