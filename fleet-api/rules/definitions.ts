/** Version of the definitions of DESIGN.md, section 6, by which figures are made. */
export const DEFINITIONS = '1'
