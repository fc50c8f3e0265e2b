const LONGEST = 64

/** What is wrong with what a carrier calls a SIM; null: nothing. */
export function simProblem(sim: string): string | null {
  if (sim === '') return 'names no sim'
  if (sim.length > LONGEST) return `has a sim of more than ${LONGEST} characters`
  // 8952020000000000012 comes out of a spreadsheet as 8.95202E+18, and nobody can say which one it was.
  if (/^\d+([.,]\d+)?E\+?\d+$/i.test(sim))
    return `has the sim “${sim}”, which a spreadsheet has rounded: format the column as text, then save it again`
  return null
}
