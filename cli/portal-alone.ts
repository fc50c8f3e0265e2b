import { portalCommand } from './commands/portal.ts'

// What is loaded where the portal is run.
export const commands = [portalCommand()]
export const hidden = []
